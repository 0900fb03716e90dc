import { z } from 'zod'
import type { Wish } from '../../dialogue/index.ts'
import { readJson } from '../checks/read-json.ts'
import { prompt } from './prompt.ts'
import type { Task } from './task.ts'

export type PickWish = Extract<Wish, { kind: 'pick' }>

const EXAMPLES = 3
const picked = z.object({ choice: z.int().min(0), sure: z.boolean() })

/** Which of the likeliest meanings it is. Only a number comes back: whatever was written, nothing else can be chosen. */
export function pickTask({ question, candidates }: PickWish): Task<string> {
  const options = candidates.map(({ title, phrasings }, place) => ({
    number: place + 1,
    title,
    examples: phrasings.slice(0, EXAMPLES),
  }))
  return {
    ...prompt(
      'You sort what a shop customer wrote. Say which option has the same meaning as "question": its number, or 0 if none. ' +
        '"sure" is false if you doubt. Answer as {"choice": number, "sure": boolean}.',
      { question, options },
    ),
    maxTokens: 60,
    read(text) {
      const answer = readJson(text, picked)
      if (!answer || !answer.sure) return null
      return answer.choice === 0 ? 'none' : (candidates[answer.choice - 1]?.entryId ?? null)
    },
  }
}
