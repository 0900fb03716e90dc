import { isQuestion } from './replay-figures.ts'
import type { Replayed } from './corpus-row.ts'

/** Answers of substance and questions that got none, drawn by seed: the same corpus and seed give the same sample. */
export function sampleAnswers(all: readonly Replayed[], { seed, size }: { seed: number; size: number }): Replayed[] {
  const draw = mulberry(seed)
  const pool = all.filter((one) => isQuestion(one) && one.answer.reply.length > 0)
  const answered = pool.filter(({ answer }) => answer.answered)
  const rest = [...(answered.length >= size ? answered : pool)]
  return Array.from({ length: Math.min(size, rest.length) }, () =>
    rest.splice(Math.floor(draw() * rest.length), 1),
  ).flat()
}

function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
