/** 0…1: which share of a text's pieces (`size` Han characters in a row, or one word) stands in the source. */
export function overlap(text: string, source: string, size: 1 | 2): number {
  const known = new Set(pieces(source, size))
  const asked = pieces(text, size)
  return asked.length === 0 ? 0 : asked.filter((piece) => known.has(piece)).length / asked.length
}

const RUN = /\p{Script=Han}+|[\p{L}\p{N}]+?(?=\p{Script=Han}|[^\p{L}\p{N}]|$)/gu
const HAN = /^\p{Script=Han}/u

const pieces = (text: string, size: 1 | 2): string[] =>
  [...text.normalize('NFKC').toLowerCase().matchAll(RUN)].flatMap(([run]) =>
    HAN.test(run) ? rowsOf(run, size) : [run],
  )

function rowsOf(run: string, size: 1 | 2): string[] {
  const characters = [...run]
  if (characters.length < size) return [run]
  return characters.slice(0, characters.length - size + 1).map((_, at) => characters.slice(at, at + size).join(''))
}
