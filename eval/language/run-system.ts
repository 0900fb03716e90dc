import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Answer } from './figures.ts'
import type { Row, Trial } from './trial.ts'

const HERE = import.meta.dirname

export const SYSTEMS = ['ours', 'svc', 'fasttext', 'nlpjs'] as const
export type System = (typeof SYSTEMS)[number]

export interface Answered {
  readonly answers: readonly Answer[]
  /** CPU time of a question; of fastText, wall time with its start. */
  readonly us: number
}

const given = z.object({ given: z.string(), score: z.number() })
const cost = z.object({ us: z.number() })

/** One trial by one system, in a process of its own; what was finished before is read back. `folder` is of this trial alone. */
export async function runSystem(system: System, trial: Trial, folder: string): Promise<Answered> {
  mkdirSync(folder, { recursive: true })
  const [train, asked, out] = ['train', 'asked', system].map((name) => join(folder, `${name}.jsonl`))
  if (!train || !asked || !out) throw new Error('no folder')
  if (!existsSync(out)) {
    writeRows(train, trial.train)
    writeRows(asked, trial.asked)
    await run(commandOf(system, folder), [train, asked, `${out}.part`])
    renameSync(`${out}.part`, out)
  }
  const lines = readFileSync(out, 'utf8').split('\n').filter(Boolean)
  const answers = trial.asked.map(({ label }, at) => ({ wanted: label, ...given.parse(JSON.parse(lines[at] ?? '')) }))
  return { answers, us: cost.parse(JSON.parse(lines.at(-1) ?? '')).us }
}

const writeRows = (path: string, rows: readonly Row[]): void =>
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))

function commandOf(system: System, folder: string): readonly [string, ...string[]] {
  if (system === 'ours') return [process.execPath, '--import', 'tsx', join(HERE, 'ours.ts')]
  if (system === 'nlpjs')
    return [process.execPath, join(HERE, 'nlp-js.mjs'), installNlpJs(join(folder, '../../nlp.js'))]
  return ['/usr/bin/python3', join(HERE, 'learners.py'), system]
}

/** Only measured against: no dependency of the product. */
function installNlpJs(folder: string): string {
  if (existsSync(join(folder, 'node_modules/node-nlp'))) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  const words = ['install', '--prefix', folder, '--no-audit', '--no-fund', 'node-nlp@4.27.0']
  const { status, stderr } = spawnSync('npm', words, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`nlp.js cannot be installed: ${stderr}`)
  return folder
}

async function run([program, ...words]: readonly [string, ...string[]], files: readonly string[]): Promise<void> {
  const child = spawn(program, [...words, ...files], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${String(code)}: ${said.slice(-800)}`)
}
