import pg from 'pg'
import { orgList } from './org-list.ts'

export interface HotStatement {
  /** Prepared once per connection under this name. */
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/**
 * Few connections in pipeline mode: begin, tenant list, statement and commit travel in one write and one answer.
 * One statement, one transaction. Resolves after the commit was acknowledged; rejects when anything in it failed.
 */
export interface HotLane {
  run<Row extends pg.QueryResultRow>(orgIds: readonly string[], statement: HotStatement): Promise<Row[]>
  close(): Promise<void>
}

interface HotLaneOptions {
  readonly connection: pg.ClientConfig
  readonly size: number
  readonly onError: (error: Error) => void
}

interface Lane {
  client: pg.Client | null
  opening: Promise<pg.Client> | null
  busy: number
}

export function createHotLane(options: HotLaneOptions): HotLane {
  const lanes: Lane[] = Array.from({ length: options.size }, () => ({ client: null, opening: null, busy: 0 }))
  return {
    async run(orgIds, statement) {
      const lane = lanes.reduce((least, next) => (next.busy < least.busy ? next : least))
      lane.busy += 1
      try {
        const client = await openLane(lane, options)
        return await runOnce(client, orgIds, statement)
      } finally {
        lane.busy -= 1
      }
    },
    async close() {
      await Promise.all(lanes.map(async (lane) => (await lane.opening?.catch(() => null))?.end()))
    },
  }
}

async function openLane(lane: Lane, options: HotLaneOptions): Promise<pg.Client> {
  if (lane.client) return lane.client
  lane.opening ??= connect(lane, options)
  try {
    return await lane.opening
  } catch (error) {
    lane.opening = null
    throw error
  }
}

async function connect(lane: Lane, options: HotLaneOptions): Promise<pg.Client> {
  const client = new pg.Client({ ...options.connection, pipeline: true })
  client.on('error', (error) => {
    lane.client = null
    lane.opening = null
    options.onError(error)
  })
  await client.connect()
  lane.client = client
  return client
}

async function runOnce<Row extends pg.QueryResultRow>(
  client: pg.Client,
  orgIds: readonly string[],
  statement: HotStatement,
): Promise<Row[]> {
  const steps = [
    client.query('begin'),
    client.query({ name: 'tenants', text: "select set_config('xiaoer.orgs', $1, true)", values: [orgList(orgIds)] }),
    client.query<Row>({ name: statement.name, text: statement.text, values: [...statement.values] }),
    // After a failed statement this answers ROLLBACK, and the failure above is what the caller sees.
    client.query('commit'),
  ] as const
  const settled = await Promise.allSettled(steps)
  for (const step of settled) if (step.status === 'rejected') throw step.reason
  return (await steps[2]).rows
}
