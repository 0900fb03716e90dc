import type { LabelledRow } from './rows.ts'

/** Groups go, in a shuffled order that is always the same, each to the smallest fold. */
export function dealFolds(rows: readonly LabelledRow[], count: number): readonly (readonly LabelledRow[])[] {
  const groups = new Map<string, LabelledRow[]>()
  for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row])
  const folds = Array.from({ length: count }, (): LabelledRow[] => [])
  const order = [...groups].map(([name, members]) => ({ place: placeOf(name), members }))
  for (const { members } of order.sort((a, b) => a.place - b.place))
    folds.reduce((least, fold) => (fold.length < least.length ? fold : least)).push(...members)
  return folds
}

function placeOf(name: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
