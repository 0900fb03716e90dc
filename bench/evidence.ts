import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { loadAverage } from './cpu-clock.ts'

const ROOT = join(import.meta.dirname, '..')
const git = (...words: string[]): string => spawnSync('git', words, { cwd: ROOT, encoding: 'utf8' }).stdout.trim()

/** Where and of what the figures are. */
export const circumstances = () => ({
  at: new Date().toISOString(),
  commit: git('rev-parse', '--short', 'HEAD'),
  uncommitted: git('status', '--porcelain', '--', 'src', 'bin', 'demo', 'packs').split('\n').filter(Boolean).length,
  machine: `${cpus().length} × ${cpus()[0]?.model ?? ''}, ${Math.round(totalmem() / 2 ** 30)} GB`,
  node: process.version,
  loadAverage: loadAverage(),
})

/** Writes `evidence/<date>-<name>.<ending>` and gives its path. */
export function writeEvidence(name: string, ending: 'json' | 'md', text: string): string {
  const folder = join(ROOT, 'evidence')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${new Date().toISOString().slice(0, 10)}-${name}.${ending}`)
  writeFileSync(path, text.endsWith('\n') ? text : `${text}\n`)
  return path
}

/** The same for figures alone: what was measured, on which commit and which machine. */
export const writeFigures = (name: string, figures: Readonly<Record<string, unknown>>): string =>
  writeEvidence(name, 'json', JSON.stringify({ name, ...circumstances(), figures }, null, 2))
