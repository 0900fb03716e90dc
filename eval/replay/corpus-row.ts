import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** One row of utterances.*.jsonl (README.md beside it). Its texts stay under data/: the licence of JDDC is for research only. */
const corpusRow = z.object({
  corpus: z.string(),
  session: z.string(),
  turn: z.int(),
  role: z.enum(['buyer', 'agent']),
  text: z.string(),
  intent: z.string().optional(),
})
export type CorpusRow = z.infer<typeof corpusRow>

const answer = z.object({
  session: z.string(),
  turn: z.int(),
  reply: z.array(z.looseObject({ kind: z.string() })),
  intent: z.string().nullable(),
  scenario: z.string().nullable(),
  confidence: z.number(),
  decision: z.string(),
  recognised: z.boolean(),
  answered: z.boolean(),
  askedBack: z.boolean(),
  handedOff: z.boolean(),
  mergedInto: z.int().nullable(),
})

/** What the robot made of a buyer message, beside the message itself. */
export interface Replayed {
  readonly row: CorpusRow
  readonly answer: z.infer<typeof answer>
}

export const readCorpus = (path: string): CorpusRow[] => readJsonLines(path, corpusRow)

export function readReplayed(path: string, rows: ReadonlyMap<string, CorpusRow>): Replayed[] {
  return readJsonLines(path, answer).map((one) => {
    const row = rows.get(rowKey(one))
    if (!row) throw new Error(`${path} speaks of ${rowKey(one)}, which the corpus has not`)
    return { row, answer: one }
  })
}

export const rowKey = ({ session, turn }: { readonly session: string; readonly turn: number }): string =>
  `${session} ${turn}`

function readJsonLines<Value>(path: string, schema: z.ZodType<Value>): Value[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)))
}
