import type { Policy } from './policy.ts'

/** Marks, faces and masks without a word: a sign of life, no question that was missed. */
export const hearBare: Policy = {
  name: 'hear-bare',
  decide(seen) {
    if (seen.bare === null || seen.wanted.length > 0 || seen.other.length > 0 || seen.choice) return null
    const speech = seen.bare === 'doubt' ? 'bare.question' : 'bare.received'
    return [{ kind: 'acknowledge', speech, why: 'nothing was said in words' }]
  },
}
