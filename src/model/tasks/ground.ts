import { z } from 'zod'
import type { CitedSentence, Passage, Wish } from '../../dialogue/index.ts'
import { isHeldBy } from '../checks/is-held-by.ts'
import { readJson } from '../checks/read-json.ts'
import { prompt } from './prompt.ts'
import type { Task } from './task.ts'

const MOST_SENTENCES = 5
const grounded = z.object({
  sentences: z
    .array(z.object({ text: z.string().trim().min(1).max(300), passage: z.int().min(1) }))
    .max(MOST_SENTENCES),
})

/** An answer out of documents. One sentence that its passage does not hold, and nothing of it is said. */
export function groundTask({
  question,
  language,
  passages,
}: Extract<Wish, { kind: 'ground' }>): Task<readonly CitedSentence[]> {
  return {
    ...prompt(
      `Answer "question" of a shop customer in ${language === 'zh' ? 'Chinese' : 'English'} out of "passages" only, in at most ` +
        `${MOST_SENTENCES} short sentences that keep the wording, figures and units of the passage. Name for each the number of ` +
        'the one passage that says it. If the passages do not answer it, answer an empty list. ' +
        'Answer as {"sentences": [{"text": text, "passage": number}]}.',
      { question, passages: passages.map(({ text }, place) => ({ number: place + 1, text })) },
    ),
    maxTokens: 500,
    read(text) {
      const answer = readJson(text, grounded)
      if (!answer) return null
      if (answer.sentences.length === 0) return 'none'
      const cited = answer.sentences.flatMap((one) => citedOf(one, passages) ?? [])
      return cited.length === answer.sentences.length ? cited : null
    },
  }
}

function citedOf(
  { text, passage }: { readonly text: string; readonly passage: number },
  passages: readonly Passage[],
): CitedSentence | null {
  const source = passages[passage - 1]
  return source && isHeldBy(text, source.text) ? { text, passageId: source.id, source: source.source } : null
}
