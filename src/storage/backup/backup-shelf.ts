import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../kernel/clock.ts'
import { listTables } from './table-list.ts'
import { connectOwner } from './connect-owner.ts'
import { readManifest } from './read-manifest.ts'
import { verifyBackup } from './verify-backup.ts'
import { writeBackup } from './write-backup.ts'

export interface ShelvedBackup {
  readonly name: string
  readonly writtenAt: string
  readonly tables: number
  readonly rows: number
  readonly bytes: number
}

export interface BackupStep {
  readonly done: number
  readonly total: number
}

/** The backups of this installation: folders beside its data. */
export interface BackupShelf {
  readonly folder: string
  /** Newest first; what is not whole is left out. */
  list(): readonly ShelvedBackup[]
  /** Gives its name. */
  write(name: string, onStep: (step: BackupStep) => void): Promise<ShelvedBackup>
  /** Null: there is no such backup. Throws BackupProblem when it is damaged. */
  verify(name: string): Promise<ShelvedBackup | null>
}

const NAME = /^backup-[0-9TZ-]{10,40}$/

export function createBackupShelf(ground: { url: string; folder: string; clock: Clock }): BackupShelf {
  const { folder, url, clock } = ground
  const isThere = (name: string): boolean => NAME.test(name) && existsSync(join(folder, name, 'manifest.json'))
  return {
    folder,
    list: () =>
      existsSync(folder)
        ? readdirSync(folder)
            .filter(isThere)
            .toSorted()
            .reverse()
            .map((name) => describe(folder, name))
        : [],
    async write(name, onStep) {
      const total = await countTables(url)
      let done = 0
      const onTable = () => onStep({ done: (done += 1), total })
      await writeBackup({ url, to: join(folder, name), clock, onTable })
      return describe(folder, name)
    },
    async verify(name) {
      if (!isThere(name)) return null
      await verifyBackup(join(folder, name))
      return describe(folder, name)
    },
  }
}

function describe(folder: string, name: string): ShelvedBackup {
  const { writtenAt, tables } = readManifest(join(folder, name))
  const bytes = tables.reduce((sum, { file }) => sum + statSync(join(folder, name, file)).size, 0)
  return { name, writtenAt, tables: tables.length, rows: tables.reduce((sum, { rows }) => sum + rows, 0), bytes }
}

async function countTables(url: string): Promise<number> {
  const client = await connectOwner(url)
  try {
    return (await listTables(client)).length
  } finally {
    await client.end()
  }
}
