import { toIso } from '../kernel/clock.ts'
import type { Answer, AnswerWhen, Entry } from './entry.ts'
import { type Column, SHEETS, type SheetName, type TableRow } from './table-columns.ts'
import { writeCell, writeLines } from './table-cell.ts'

type Written = Readonly<Partial<Record<Column, string | readonly string[] | undefined>>>

/** Rows as they will stand in the file (`cells` are encoded). A list too long for one cell goes on in further rows. */
export function entriesToTable(entries: readonly Entry[]): Record<SheetName, TableRow[]> {
  const questions = entries.flatMap((entry) => spread(questionOf(entry), ['entryId']))
  const answers = entries.flatMap((entry) =>
    entry.answers.flatMap((answer) => spread(answerOf(entry.entryId, answer), ['entryId', 'answerId'])),
  )
  const numbered = (list: ReadonlyMap<Column, string>[]) => list.map((cells, index) => ({ row: index + 2, cells }))
  return { questions: numbered(questions), answers: numbered(answers) }
}

/** Rows of cells in the order of the sheet's columns. */
export const cellsInOrder = (sheet: SheetName, row: TableRow): string[] =>
  SHEETS[sheet].map((column) => row.cells.get(column) ?? '')

function questionOf(entry: Entry): Written {
  return {
    entryId: entry.entryId,
    overrides: entry.overrides,
    topic: entry.topic,
    kind: entry.kind,
    titleZh: entry.title.zh,
    titleEn: entry.title.en,
    definition: entry.definition,
    boundaries: entry.boundaries,
    stages: entry.stages,
    needs: entry.needs,
    attribute: entry.attribute,
    match: entry.match,
    phrasings: entry.phrasings,
    english: entry.english,
    negatives: entry.negatives,
    followUpZh: entry.followUp?.zh,
    followUpEn: entry.followUp?.en,
    handoff: entry.handoff,
    off: entry.off ? 'true' : undefined,
  }
}

function answerOf(entryId: string, answer: Answer): Written {
  return {
    entryId,
    answerId: answer.id,
    texts: answer.texts,
    textsEn: answer.textsEn,
    cards: answer.cards,
    picture: answer.picture,
    linkUrl: answer.link?.url,
    linkTitle: answer.link?.title,
    after: answer.after,
    ...whenOf(answer.when ?? {}),
  }
}

function whenOf(when: AnswerWhen): Written {
  return {
    whenStages: when.stages,
    whenPolicy: Object.entries(when.policy ?? {}).map(([key, value]) => `${key}=${policyText(value)}`),
    whenFacts: when.facts,
    whenNotFacts: when.notFacts,
    whenProducts: when.products,
    whenCategories: when.categories,
    whenAttribute: when.attribute && `${when.attribute.key}=${when.attribute.value}`,
    whenChannels: when.channels,
    whenBuyerGroups: when.buyerGroups,
    whenHours: when.hours && `${when.hours.from}-${when.hours.to}`,
    whenValidity: when.validity,
    whenFrom: when.from === undefined ? undefined : toIso(when.from),
    whenTo: when.to === undefined ? undefined : toIso(when.to),
  }
}

const policyText = (value: string | number | boolean): string =>
  value === 'set' || value === 'unset' ? value : JSON.stringify(value)

// Excel's limit is 32,767; an apostrophe may still come in front.
const CELL_LIMIT = 30_000

function spread(written: Written, keys: readonly Column[]): ReadonlyMap<Column, string>[] {
  const rows: Map<Column, string>[] = [new Map()]
  for (const [column, value] of entriesOf(written)) {
    if (value === undefined || value.length === 0) continue
    const chunks = typeof value === 'string' ? [writeCell(value)] : chunked(value).map(writeLines)
    chunks.forEach((chunk, index) => {
      rows[index] ??= new Map(keys.flatMap((key) => [[key, rows[0]?.get(key) ?? '']] as const))
      rows[index]?.set(column, chunk)
    })
  }
  return rows
}

function entriesOf(written: Written): [Column, string | readonly string[] | undefined][] {
  const columns: readonly Column[] = [...new Set([...SHEETS.questions, ...SHEETS.answers])]
  return columns.map((column) => [column, written[column]])
}

function chunked(items: readonly string[]): string[][] {
  const chunks: string[][] = []
  let length = CELL_LIMIT
  for (const item of items) {
    const size = writeLines([item]).length + 1
    if (length + size > CELL_LIMIT) {
      chunks.push([])
      length = 0
    }
    chunks.at(-1)?.push(item)
    length += size
  }
  return chunks
}
