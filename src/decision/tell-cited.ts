import type { Policy } from './policy.ts'

/** The robot knows no answer of its own, but a document of the shop does. */
export const tellCited: Policy = {
  name: 'tell-cited',
  decide({ advice }) {
    if (advice?.kind !== 'ground' || advice.sentences.length === 0) return null
    return [{ kind: 'cite', sentences: advice.sentences, why: `documents answer it, worded by ${advice.by}` }]
  },
}
