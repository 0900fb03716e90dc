import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

/** Writes evidence/<date>-<name>.json: what was measured, on which commit and which machine. Gives its path. */
export function writeEvidence(name: string, figures: Readonly<Record<string, unknown>>): string {
  const at = new Date().toISOString()
  const git = (...words: string[]) => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim()
  const machine = {
    ...{ cpu: cpus()[0]?.model, cores: cpus().length, memoryGb: Math.round(totalmem() / 1e9) },
    ...{ system: `${type()} ${release()}`, node: process.version },
  }
  const commit = { id: git('rev-parse', 'HEAD'), isChanged: git('status', '--porcelain', 'src', 'bin') !== '' }
  mkdirSync(join(ROOT, 'evidence'), { recursive: true })
  const path = join(ROOT, 'evidence', `${at.slice(0, 10)}-${name}.json`)
  writeFileSync(path, `${JSON.stringify({ name, at, commit, machine, figures }, null, 2)}\n`)
  return path
}
