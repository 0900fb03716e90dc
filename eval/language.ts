import { createHash } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { circumstances, writeFigures } from '../bench/evidence.ts'
import { figuresOf } from './language/figures.ts'
import { type Answered, runSystem, SYSTEMS, type System } from './language/run-system.ts'
import { OUTSIDE, TASKS, type Task } from './language/tasks.ts'

/*
 * `npx tsx eval/language.ts [--data DIR] [--only CLINC150,…] [--systems ours,svc,fasttext,nlpjs]`: the sets that have labels,
 * ours beside others on the same rows. Resumable by trials; what ours answered is kept by commit. Python with scikit-learn and
 * fasttext come from Debian, nlp.js from npm.
 */
const ROOT = resolve(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(ROOT, '../shared/data') },
    only: { type: 'string', default: TASKS.map(({ name }) => name).join(',') },
    systems: { type: 'string', default: SYSTEMS.join(',') },
  },
})

type Figures = Readonly<Record<string, number>>

const chosen = values.systems.split(',')
const wanted = new Set(values.only.split(','))
const { commit } = circumstances()
const measured: Record<string, Record<string, Figures>> = {}
for (const task of TASKS.filter(({ name }) => wanted.has(name))) {
  const figures: Record<string, Figures> = {}
  measured[task.name] = figures
  for (const system of SYSTEMS.filter((name) => chosen.includes(name))) {
    figures[system] = await measure(task, system)
    console.log(lineOf(task, system, figures[system]))
  }
}
const targets = Object.fromEntries(TASKS.map((task) => [task.name, task.targets]))
const path = writeFigures('language', { measured, targets })
appendFileSync(join(ROOT, 'eval/history.jsonl'), `${JSON.stringify({ ...circumstances(), measured })}\n`)
console.log(path)

async function measure(task: Task, system: System): Promise<Figures> {
  const answered: Answered[] = []
  for (const [at, trial] of task.trials(values.data).entries()) {
    const version = system === 'ours' ? `-${commit}` : ''
    const place = createHash('sha256').update(JSON.stringify(trial)).digest('hex').slice(0, 12)
    answered.push(await runSystem(system, trial, join(ROOT, 'data/eval/language', `${place}-${at}${version}`)))
  }
  const answers = answered.flatMap((one) => one.answers)
  const us = answered.reduce((sum, one) => sum + one.us, 0) / answered.length
  return { ...figuresOf(answers, { outside: OUTSIDE, noBusiness: task.noBusiness }), us: Math.round(us) }
}

function lineOf({ name, targets: least }: Task, system: System, figures: Figures): string {
  const cells = Object.entries(figures).map(([figure, value]) => {
    const target = system === 'ours' ? least[figure] : undefined
    return `${figure} ${value}${target === undefined ? '' : ` (${value >= target ? 'reaches' : 'misses'} ${target})`}`
  })
  return `${name.padEnd(26)} ${system.padEnd(9)} ${cells.join('  ')}`
}
