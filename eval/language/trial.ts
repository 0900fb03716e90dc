import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Row {
  readonly text: string
  /** What was said before, oldest first; only some systems read it. */
  readonly context: readonly string[]
  readonly label: string
}

/** One training, and what is asked of it. */
export interface Trial {
  readonly train: readonly Row[]
  readonly asked: readonly Row[]
}

type Cells = Readonly<Record<string, string>>

/** A TSV of the data folder by its column names. */
export function readTsv(folder: string, file: string): readonly Cells[] {
  const [head = '', ...lines] = readFileSync(join(folder, file), 'utf8').split('\n')
  const columns = head.split('\t')
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const cells = line.split('\t')
      return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']))
    })
}

const placeOf = (word: string): string => createHash('sha256').update(word).digest('hex')

/** Trained rows come in an order of chance: in the order of their labels some systems lose 30 points. */
export const shuffled = (rows: readonly Row[], seed: string): readonly Row[] =>
  rows
    .map((row, at) => ({ row, place: placeOf(`${seed} ${at}`) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ row }) => row)

/** Five trials; rows of one group are in one part. */
export function inFolds(rows: readonly Row[], groupOf: (at: number) => string): readonly Trial[] {
  const groups = [...new Set(rows.map((_, at) => groupOf(at)))].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
  const foldOf = new Map(groups.map((group, at) => [group, at % FOLDS]))
  return Array.from({ length: FOLDS }, (_, fold) => ({
    train: shuffled(
      rows.filter((_row, at) => foldOf.get(groupOf(at)) !== fold),
      String(fold),
    ),
    asked: rows.filter((_row, at) => foldOf.get(groupOf(at)) === fold),
  }))
}
const FOLDS = 5

/** So many rows of each label to learn from, the rest is asked. */
export function fewShots(rows: readonly Row[], count: number, seed: string): Trial {
  const seen = new Map<string, number>()
  const [train, asked]: [Row[], Row[]] = [[], []]
  for (const row of shuffled(rows, seed)) {
    const known = seen.get(row.label) ?? 0
    seen.set(row.label, known + 1)
    if (known < count) train.push(row)
    else asked.push(row)
  }
  return { train, asked }
}
