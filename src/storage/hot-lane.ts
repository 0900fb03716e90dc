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
  /** Several statements, one transaction, one commit. Row lists in the order of the statements. */
  runAll(orgIds: readonly string[], statements: readonly HotStatement[]): Promise<unknown[][]>
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
  const onLane = async <Value>(work: (client: pg.Client) => Promise<Value>): Promise<Value> => {
    const lane = lanes.reduce((least, next) => (next.busy < least.busy ? next : least))
    lane.busy += 1
    try {
      return await work(await openLane(lane, options))
    } finally {
      lane.busy -= 1
    }
  }
  return {
    run: (orgIds, statement) => onLane((client) => runOnce(client, orgIds, statement)),
    runAll: (orgIds, statements) => onLane((client) => runTogether(client, orgIds, statements)),
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

const TENANTS = "select set_config('xiaoer.orgs', $1, true)"

async function runOnce<Row extends pg.QueryResultRow>(
  client: pg.Client,
  orgIds: readonly string[],
  statement: HotStatement,
): Promise<Row[]> {
  const begun = [client.query('begin'), client.query({ name: 'tenants', text: TENANTS, values: [orgList(orgIds)] })]
  const asked = client.query<Row>({ name: statement.name, text: statement.text, values: [...statement.values] })
  // After a failed statement this answers ROLLBACK, and the failure above is what the caller sees.
  await settleAll([...begun, asked, client.query('commit')])
  return (await asked).rows
}

async function runTogether(
  client: pg.Client,
  orgIds: readonly string[],
  statements: readonly HotStatement[],
): Promise<unknown[][]> {
  const begun = [client.query('begin'), client.query({ name: 'tenants', text: TENANTS, values: [orgList(orgIds)] })]
  const asked = statements.map(({ name, text, values }) => client.query({ name, text, values: [...values] }))
  await settleAll([...begun, ...asked, client.query('commit')])
  return Promise.all(asked.map(async (one) => (await one).rows))
}

/** Waits for all, so that no rejection is left unheard, then throws the first. */
async function settleAll(steps: readonly Promise<unknown>[]): Promise<void> {
  for (const step of await Promise.allSettled(steps)) if (step.status === 'rejected') throw step.reason
}
