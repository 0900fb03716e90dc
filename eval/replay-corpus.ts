import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { writeFigures } from '../bench/evidence.ts'
import { type CorpusRow, readCorpus, readReplayed, type Replayed, rowKey } from './replay/corpus-row.ts'
import { labelledFigures, readIntentMap } from './replay/labelled-figures.ts'
import { isQuestion, replayFigures, shareOf, tally } from './replay/replay-figures.ts'
import { runReplay } from './replay/run-replay.ts'
import { sampleAnswers } from './replay/sample-answers.ts'

// `npx tsx eval/replay-corpus.ts`: real talk through the robot. Resumable by parts; a new --run (or commit) starts anew.
const ROOT = resolve(import.meta.dirname, '..')
const SESSIONS_PER_PART = 100
const SAMPLE_SIZE = 30

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: join(ROOT, '../shared/data/zh_ecom_dialogues/utterances.dev.jsonl') },
    industry: { type: 'string' },
    run: { type: 'string', default: 'first' },
    /** Another seed draws other answers, into a sheet of its own. */
    seed: { type: 'string', default: '20261122' },
  },
})
const shop = ['--shop', 'none', ...(values.industry ? ['--industry', values.industry] : [])]
const folder = join(ROOT, 'data', 'eval', 'replay', `${basename(values.corpus, '.jsonl')}-${values.run}`)

const rows = readCorpus(values.corpus)
const known = new Map(rows.map((row) => [rowKey(row), row]))
const parts = partsOf(rows)
const replayed: Replayed[] = []
let cpuUs = 0
for (const [index, part] of parts.entries()) {
  const { path, cpuUsPerMessage } = await runReplay(part, { folder, name: `part-${index}`, words: shop })
  const answers = readReplayed(path, known)
  replayed.push(...answers)
  cpuUs += cpuUsPerMessage * answers.length
  console.log(`part ${index + 1} of ${parts.length}: ${answers.length} answers`)
}

const valid = replayed.filter(isQuestion)
const missed = valid.filter(({ answer }) => !answer.recognised)
const labelled = replayed.filter(({ row }) => row.intent !== undefined && row.intent !== 'OTHER')
const evidence = writeFigures('replay-corpus', {
  corpus: basename(values.corpus),
  shop: shop.join(' '),
  all: replayFigures(replayed),
  byCorpus: Object.fromEntries(
    [...new Set(rows.map(({ corpus }) => corpus))].map((name) => [
      name,
      replayFigures(replayed.filter(({ row }) => row.corpus === name)),
    ]),
  ),
  withBusinessLabel: replayFigures(labelled),
  againstIntentMap: labelledFigures(replayed, readIntentMap(join(ROOT, 'eval/jd-intent-map.json'))),
  decisions: tally(
    valid.map(({ answer }) => answer.decision),
    20,
  ),
  topScenarios: tally(
    valid.flatMap(({ answer }) => (answer.answered ? [answer.scenario ?? 'record'] : [])),
    30,
  ),
  missedByLabel: byLabel(missed),
  cpuUsPerMessage: Math.round(cpuUs / Math.max(replayed.length, 1)),
  cpuIs: 'of the replay process, PostgreSQL not counted, start not counted',
})
console.log(evidence)
console.log(writeSample(evidence.replace(/-corpus\.json$/, `-sample-${values.seed}`)))

function partsOf(all: readonly CorpusRow[]): CorpusRow[][] {
  const sessions = [...new Set(all.map(({ session }) => session))]
  const partOf = new Map(sessions.map((session, index) => [session, Math.floor(index / SESSIONS_PER_PART)]))
  const count = Math.ceil(sessions.length / SESSIONS_PER_PART)
  return Array.from({ length: count }, (_, part) => all.filter(({ session }) => partOf.get(session) === part))
}

function byLabel(missed: readonly Replayed[]) {
  const asked = (label: string) => valid.filter(({ row }) => row.intent === label).length
  const counts = tally(
    missed.flatMap(({ row }) => row.intent ?? []),
    30,
  )
  return Object.fromEntries(Object.entries(counts).map(([label, count]) => [label, shareOf(count, asked(label))]))
}

/** Full texts stay under data/. What goes into the repository names session and turn and quotes eight characters. */
function writeSample(stem: string): string {
  const sample = sampleAnswers(replayed, { seed: Number(values.seed), size: SAMPLE_SIZE })
  mkdirSync(folder, { recursive: true })
  const full = sample.map((one) => JSON.stringify({ ...one, before: before(one.row) }))
  writeFileSync(join(folder, 'sample.jsonl'), `${full.join('\n')}\n`)
  const path = `${stem}.md`
  // A judgement that somebody wrote is not overwritten.
  if (existsSync(path)) return `${path} is there already; the new sample is ${join(folder, 'sample.jsonl')}`
  const table = sample.map(
    ({ row, answer }, index) =>
      `| ${index + 1} | ${row.session} ${row.turn} | ${[...row.text].slice(0, 8).join('')} | ${answer.scenario ?? 'record'} | | |`,
  )
  const head = ['| # | session turn | begins | answered with | judged | why |', '|---|---|---|---|---|---|']
  writeFileSync(
    path,
    `${[`# ${sample.length} answers drawn by seed ${values.seed}`, '', ...head, ...table].join('\n')}\n`,
  )
  return path
}

function before(row: CorpusRow): string[] {
  const upTo = rows.filter(({ session, turn }) => session === row.session && turn < row.turn)
  return upTo.slice(-6).map(({ role, text }) => `${role}: ${text}`)
}
