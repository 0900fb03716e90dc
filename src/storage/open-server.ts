import pg from 'pg'
import { ClusterProblem } from './cluster/cluster-problem.ts'
import { ensureDatabase } from './cluster/ensure-database.ts'
import { type ClusterOptions, openCluster } from './cluster/open-cluster.ts'

export interface ServerOptions extends ClusterOptions {
  /** The merchant's own PostgreSQL; without it the one that npm brings runs on `dataDir`. */
  readonly databaseUrl?: string | undefined
}

export interface DatabaseServer {
  /** The owner's URL of Xiaoer's database, which exists. */
  readonly url: string
  /** The owner's URL of another database on the same server, made when absent. */
  ensureDatabase(name: string): Promise<string>
  readonly kind: 'own' | 'npm'
  readonly created: boolean
  readonly attached: boolean
  stop(): Promise<void>
}

export const DATABASE_NAME = 'xiaoer'

/** Where the data of this installation is, running. Throws ClusterProblem with one line that says what to mend. */
export async function openServer(options: ServerOptions): Promise<DatabaseServer> {
  if (options.databaseUrl) return ownServer(options.databaseUrl)
  const cluster = await openCluster(options)
  return {
    url: await cluster.ensureDatabase(DATABASE_NAME),
    ensureDatabase: cluster.ensureDatabase,
    kind: 'npm',
    created: cluster.created,
    attached: cluster.attached,
    stop: cluster.stop,
  }
}

async function ownServer(databaseUrl: string): Promise<DatabaseServer> {
  await reach(databaseUrl)
  const urlFor = (database: string) => {
    const url = new URL(databaseUrl)
    url.pathname = `/${database}`
    return url.href
  }
  return {
    url: databaseUrl,
    ensureDatabase: (name) =>
      ensureDatabase((database) => (database === 'postgres' ? databaseUrl : urlFor(database)), name),
    kind: 'own',
    created: false,
    attached: true,
    stop: async () => undefined,
  }
}

async function reach(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    await client.end()
  } catch (error) {
    const text = `DATABASE_URL (${withoutSecret(databaseUrl)}) cannot be reached: ${reasonOf(error)}`
    throw new ClusterProblem('unreachable', text, { cause: error })
  }
}

/** The URL as it may be shown: no password. */
export function withoutSecret(url: string): string {
  if (!URL.canParse(url)) return '(not a URL)'
  const shown = new URL(url)
  if (shown.password) shown.password = '***'
  return shown.href
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
