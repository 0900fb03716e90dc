import { z } from 'zod'
import { editDistance, normalise } from '../../language/index.ts'
import { namesContact } from '../checks/names-contact.ts'
import { readJson } from '../checks/read-json.ts'
import { prompt } from './prompt.ts'
import type { Task } from './task.ts'

export interface Suggesting {
  readonly title: string
  readonly phrasings: readonly string[]
}

const MOST = 12
const LONGEST = 60
const SHOWN = 20
/** As in packs: nearer than this, two phrasings teach the recogniser nothing new. */
const APART = 0.4
const suggested = z.object({ phrasings: z.array(z.string().trim()).max(50) })

/** Other ways in which buyers may ask the same, for a person to take or leave. */
export function suggestTask({ title, phrasings }: Suggesting): Task<readonly string[]> {
  return {
    ...prompt(
      `Write ${MOST} other ways in which shop customers would type the question that "title" and "known" stand for: short and ` +
        'long, colloquial, elliptic, in the language of "known". No answers, no names, no figures. ' +
        'Answer as {"phrasings": [text]}.',
      { title, known: phrasings.slice(0, SHOWN) },
    ),
    maxTokens: 600,
    read(text) {
      const answer = readJson(text, suggested)
      if (!answer) return null
      const fresh: string[] = []
      for (const one of answer.phrasings) if (isNew(one, [...phrasings, ...fresh])) fresh.push(one)
      return fresh.length === 0 ? null : fresh.slice(0, MOST)
    },
  }
}

function isNew(text: string, known: readonly string[]): boolean {
  const plain = normalise(text).text
  if (plain.length < 2 || text.length > LONGEST || /\d/.test(plain) || namesContact(text)) return false
  return known.every((one) => editDistance(plain, normalise(one).text) > APART)
}
