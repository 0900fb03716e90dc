import { join } from 'node:path'
import type { Config } from './config.ts'
import { BACKUP_JOB, type Route, systemWorkRoutes } from './http/index.ts'
import { type Clock, toIso } from './kernel/clock.ts'
import type { Packs } from './knowledge/index.ts'
import { createBackupShelf, createJobRunner, type Database, type JobHandler } from './storage/index.ts'

interface SystemGround {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
  readonly packs: Packs
  /** The owner's URL of the database. */
  readonly url: string
  readonly onError: (error: unknown, where?: string) => void
}

/** What the system page shows and does, and the runner of what takes longer than a request. */
export function openSystem({ config, database, clock, packs, url, onError }: SystemGround) {
  const { dataDir } = config
  const shelf = createBackupShelf({ url, folder: join(dataDir, 'backups'), clock })
  const backup: JobHandler = async (_job, { report }) => {
    // The table that is written stands for its rows: a report that failed is no reason to give the backup up.
    let told: Promise<unknown> = Promise.resolve()
    const name = `backup-${toIso(clock.now()).replace(/[:.]/g, '-')}`
    const written = await shelf.write(name, (step) => {
      told = told.then(() => report(step)).catch(() => undefined)
    })
    await told
    return written
  }
  const routes: Route[] = systemWorkRoutes({ database, packs, dataDir, shelf })
  const worker = createJobRunner({ database, handlers: { [BACKUP_JOB]: backup }, clock, onError })
  return { routes, worker }
}
