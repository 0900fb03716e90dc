import { z } from 'zod'
import type { Wish } from '../../dialogue/index.ts'
import { stemsFrom } from '../checks/stems-from.ts'
import { readJson } from '../checks/read-json.ts'
import { prompt } from './prompt.ts'
import type { Task } from './task.ts'

const LONGEST = 200
const rewritten = z.object({ question: z.string().trim().max(LONGEST) })

/** A question that lives on the one before, said in full. It is read by the robot itself: nothing new may stand in it. */
export function rewriteTask({ question, before }: Extract<Wish, { kind: 'rewrite' }>): Task<readonly string[]> {
  return {
    ...prompt(
      'A shop customer left words out. Write "question" as one full question in its own language, taking what is missing from ' +
        '"before" (what he asked earlier). Use only words that stand there. If nothing is missing or you doubt, answer an ' +
        'empty text. Answer as {"question": text}.',
      { question, before },
    ),
    maxTokens: 160,
    read(text) {
      const answer = readJson(text, rewritten)
      if (!answer) return null
      if (answer.question === '' || answer.question === question) return 'none'
      return stemsFrom(answer.question, [question, before]) ? [answer.question] : null
    },
  }
}
