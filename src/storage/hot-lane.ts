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

/** A client with the stream that it writes to: what is asked in one breath leaves in one write. */
interface Line {
  readonly client: pg.Client
  readonly stream: Corkable
}

interface Corkable {
  cork(): void
  uncork(): void
}

interface Lane {
  line: Line | null
  opening: Promise<Line> | null
  busy: number
}

export function createHotLane(options: HotLaneOptions): HotLane {
  const lanes: Lane[] = Array.from({ length: options.size }, () => ({ line: null, opening: null, busy: 0 }))
  const onLane = async <Value>(work: (line: Line) => Promise<Value>): Promise<Value> => {
    const lane = lanes.reduce((least, next) => (next.busy < least.busy ? next : least))
    lane.busy += 1
    try {
      return await work(await openLane(lane, options))
    } finally {
      lane.busy -= 1
    }
  }
  return {
    run: (orgIds, statement) => onLane((line) => runOnce(line, orgIds, statement)),
    runAll: (orgIds, statements) => onLane((line) => runTogether(line, orgIds, statements)),
    async close() {
      await Promise.all(lanes.map(async (lane) => (await lane.opening?.catch(() => null))?.client.end()))
    },
  }
}

async function openLane(lane: Lane, options: HotLaneOptions): Promise<Line> {
  if (lane.line) return lane.line
  lane.opening ??= connect(lane, options)
  try {
    return await lane.opening
  } catch (error) {
    lane.opening = null
    throw error
  }
}

async function connect(lane: Lane, options: HotLaneOptions): Promise<Line> {
  const client = new pg.Client({ ...options.connection, pipeline: true })
  client.on('error', (error) => {
    lane.line = null
    lane.opening = null
    options.onError(error)
  })
  await client.connect()
  lane.line = { client, stream: streamOf(client) }
  return lane.line
}

const TENANTS = "select set_config('xiaoer.orgs', $1, true)"

async function runOnce<Row extends pg.QueryResultRow>(
  { client, stream }: Line,
  orgIds: readonly string[],
  statement: HotStatement,
): Promise<Row[]> {
  const { steps, asked } = inOneWrite(stream, () => {
    const begun = begin(client, orgIds)
    const asked = client.query<Row>({ name: statement.name, text: statement.text, values: [...statement.values] })
    return { steps: [...begun, asked, client.query('commit')], asked }
  })
  // After a failed statement the commit answers ROLLBACK, and that failure is what the caller sees.
  await settleAll(steps)
  return (await asked).rows
}

async function runTogether(
  { client, stream }: Line,
  orgIds: readonly string[],
  statements: readonly HotStatement[],
): Promise<unknown[][]> {
  const { steps, asked } = inOneWrite(stream, () => {
    const begun = begin(client, orgIds)
    const asked = statements.map(({ name, text, values }) => client.query({ name, text, values: [...values] }))
    return { steps: [...begun, ...asked, client.query('commit')], asked }
  })
  await settleAll(steps)
  return Promise.all(asked.map(async (one) => (await one).rows))
}

const begin = (client: pg.Client, orgIds: readonly string[]) => [
  client.query('begin'),
  client.query({ name: 'tenants', text: TENANTS, values: [orgList(orgIds)] }),
]

function inOneWrite<Value>(stream: Corkable, ask: () => Value): Value {
  stream.cork()
  try {
    return ask()
  } finally {
    stream.uncork()
  }
}

/** What an open client writes to is no part of its types. */
function streamOf(client: pg.Client): Corkable {
  const connection: unknown = Reflect.get(client, 'connection')
  const stream: unknown = typeof connection === 'object' && connection ? Reflect.get(connection, 'stream') : null
  return isCorkable(stream) ? stream : { cork: () => undefined, uncork: () => undefined }
}

const isCorkable = (value: unknown): value is Corkable =>
  typeof value === 'object' && value !== null && 'cork' in value && 'uncork' in value

/** Waits for all, so that no rejection is left unheard, then throws the first. */
async function settleAll(steps: readonly Promise<unknown>[]): Promise<void> {
  for (const step of await Promise.allSettled(steps)) if (step.status === 'rejected') throw step.reason
}
