import { type TextClassifier, trainTextClassifier } from '../../language/index.ts'
import { type CommandContext, requireOption } from '../command.ts'
import { UsageProblem } from '../usage-problem.ts'
import { dealFolds } from './deal-folds.ts'
import { type Figures, type Judged, measure } from './measure.ts'
import { type Columns, columnsOf, countOf, type LabelledRow, readRows } from './rows.ts'
import { tellProgress } from './tell-progress.ts'

type Measured = Figures & { readonly rows: number; readonly usPerQuery: number; readonly rssMb: number }

/** One training, and the tables that are measured with it. */
interface Trial {
  readonly taught: readonly LabelledRow[]
  readonly asked: Readonly<Record<string, readonly LabelledRow[]>>
}

interface Answers {
  readonly judged: Judged[]
  cpuUs: number
}

const MEGABYTE = 1024 * 1024

/** `nlu eval`: learns from --train, measures on --valid and --test, or by folds; the last line is of the test or of all folds. */
export async function evaluate(context: CommandContext): Promise<number> {
  const columns = columnsOf(context)
  const trials = trialsOf(context, columns)
  const answers = new Map<string, Answers>()
  for (const [at, trial] of trials.entries()) {
    if (context.stopping.aborted) return 130
    await playTrial(trial, {
      answers,
      columns,
      networks: countOf(context, 'networks'),
      tell: tellProgress(context, trials.length > 1 ? `fold ${at + 1}` : 'learning'),
    })
  }
  const figures = [...answers].map(([name, each]): [string, Measured] => [name, figuresOf(each, columns.oos)])
  for (const line of tableOf(figures)) context.print(line)
  const last = figures.at(-1)?.[1]
  if (context.options['json'] === true && last) context.print(jsonOf(last))
  return 0
}

function trialsOf(context: CommandContext, columns: Columns): readonly Trial[] {
  const { valid, test, folds } = context.options
  const taught = readRows(requireOption(context, 'train'), columns)
  if (typeof folds === 'string') {
    const count = Number(folds)
    if (!Number.isInteger(count) || count < 2) throw new UsageProblem('--folds wants a whole number from 2')
    const parts = dealFolds(taught, count)
    return parts.map((asked) => ({ taught: parts.filter((part) => part !== asked).flat(), asked: { folds: asked } }))
  }
  if (typeof test !== 'string') throw new UsageProblem('--test or --folds is missing')
  const beside = typeof valid === 'string' ? { valid: readRows(valid, columns) } : {}
  return [{ taught, asked: { ...beside, test: readRows(test, columns) } }]
}

interface Play {
  readonly answers: Map<string, Answers>
  readonly columns: Columns
  readonly networks: number
  readonly tell: (share: number) => void
}

async function playTrial({ taught, asked }: Trial, { answers, columns, networks, tell }: Play): Promise<void> {
  const inside = taught.filter(({ label }) => label !== columns.oos)
  if (new Set(inside.map(({ label }) => label)).size < 2) throw new UsageProblem('there are not two labels to learn')
  const outside = taught.filter(({ label }) => label === columns.oos)
  const classifier = trainTextClassifier(inside, { outside, networks, onProgress: tell })
  for (const [name, rows] of Object.entries(asked)) {
    const known = answers.get(name) ?? { judged: [], cpuUs: 0 }
    answers.set(name, known)
    answer(classifier, rows, known)
  }
}

function answer(classifier: TextClassifier, rows: readonly LabelledRow[], answers: Answers): void {
  const before = process.cpuUsage()
  for (const row of rows) {
    const { ranked, inScope } = classifier.classify(row, 1)
    answers.judged.push({ wanted: row.label, given: ranked[0]?.label ?? '', inScope })
  }
  const { user, system } = process.cpuUsage(before)
  answers.cpuUs += user + system
}

const figuresOf = ({ judged, cpuUs }: Answers, outside: string): Measured => ({
  ...measure(judged, outside),
  ...{ rows: judged.length, usPerQuery: cpuUs / Math.max(1, judged.length) },
  rssMb: process.memoryUsage().rss / MEGABYTE,
})

function jsonOf({ rows, accuracy, macroF1, oosAuroc, oosRecallAt5, usPerQuery, rssMb }: Measured): string {
  const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1e4) / 1e4)
  return JSON.stringify({
    ...{ accuracy: rounded(accuracy), macroF1: rounded(macroF1) },
    ...{ oosAuroc: rounded(oosAuroc), oosRecallAt5: rounded(oosRecallAt5) },
    ...{ usPerQuery: Math.round(usPerQuery), rssMb: Math.round(rssMb), rows },
  })
}

const HEAD = ['', 'rows', 'accuracy', 'macro-F1', 'OOS AUROC', 'OOS at 5 %', 'µs a query', 'memory']

function tableOf(figures: readonly (readonly [string, Measured])[]): string[] {
  const share = (value: number | null) => (value === null ? '–' : `${(value * 100).toFixed(2)} %`)
  const lines = figures.map(([name, each]) => [
    ...[name, String(each.rows), share(each.accuracy), share(each.macroF1)],
    ...[each.oosAuroc === null ? '–' : each.oosAuroc.toFixed(4), share(each.oosRecallAt5)],
    ...[each.usPerQuery.toFixed(0), `${each.rssMb.toFixed(0)} MB`],
  ])
  const table = [HEAD, ...lines]
  const widths = HEAD.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)))
  return table.map((line) => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
}
