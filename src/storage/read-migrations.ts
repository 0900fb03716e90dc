import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MigrationProblem } from './migration-problem.ts'

export interface MigrationFile {
  readonly number: number
  readonly name: string
  readonly text: string
  readonly checksum: string
}

const NAME = /^(\d{4})-[a-z0-9-]+\.sql$/

/** The numbered files in order; numbers start at 1 and leave no gap. */
export function readMigrations(folder = join(import.meta.dirname, 'migrations')): readonly MigrationFile[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return names.map((name, index) => {
    const number = Number(NAME.exec(name)?.[1])
    if (number !== index + 1) throw new MigrationProblem('misnamed', `${name} should be number ${index + 1}`)
    const text = readFileSync(join(folder, name), 'utf8')
    return { number, name, text, checksum: createHash('sha256').update(text).digest('hex') }
  })
}
