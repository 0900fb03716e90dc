import { z } from 'zod'
import type { Wish } from '../../dialogue/index.ts'
import { readJson } from '../checks/read-json.ts'
import { prompt } from './prompt.ts'
import type { Task } from './task.ts'

const parts = z.object({ parts: z.array(z.string().trim().min(1)).max(3) })

/** Several questions in one message, apart. Each must stand in the message as it is. */
export function splitTask({ question }: Extract<Wish, { kind: 'split' }>): Task<readonly string[]> {
  return {
    ...prompt(
      'Cut "question" of a shop customer into the separate questions that it holds, at most three, each copied letter by ' +
        'letter. If it is one question only, answer an empty list. Answer as {"parts": [text]}.',
      { question },
    ),
    maxTokens: 240,
    read(text) {
      const answer = readJson(text, parts)
      if (!answer) return null
      if (answer.parts.length < 2) return 'none'
      return answer.parts.every((part) => question.includes(part)) ? answer.parts : null
    },
  }
}
