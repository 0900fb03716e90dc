import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { inspectMigrations, inspectWalls } from '../../storage/index.ts'
import type { CommandContext } from '../command.ts'
import { explainFailure } from '../explain-failure.ts'
import { withServer } from '../with-server.ts'
import { broken, type Finding, good, warning } from './finding.ts'

/** Reachable, of a version that we take, migrated, and closed between organisations. */
export async function checkDatabase(context: Pick<CommandContext, 'config' | 'say'>): Promise<Finding[]> {
  const { config } = context
  const isMade = config.values.DATABASE_URL !== undefined || existsSync(join(config.dataDir, 'postgres'))
  if (!isMade) return [warning('database', 'not made yet: npm start makes it')]
  try {
    return await withServer(context, async (server) => {
      const state = await inspectMigrations(server.url)
      const where = server.kind === 'own' ? 'DATABASE_URL' : 'the one that npm brings'
      const reached = good('database', `PostgreSQL ${state.server}, ${where}`)
      if (state.pending === null) return [reached, warning('migrations', 'never migrated: npm start does it')]
      return [reached, migrationsOf(state.pending, state.version), await wallsOf(server.url)]
    })
  } catch (error) {
    return [broken('database', explainFailure(error) ?? String(error))]
  }
}

const migrationsOf = (pending: number, version: number): Finding =>
  pending === 0
    ? good('migrations', `version ${version}`)
    : warning('migrations', `${pending} to go from version ${version}: npm start or xiaoer migrate`)

async function wallsOf(url: string): Promise<Finding> {
  const problems = await inspectWalls(url)
  return problems.length === 0
    ? good('walls', 'row-level security closes between organisations (probed)')
    : broken('walls', problems.join('; '))
}
