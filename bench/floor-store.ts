import pg from 'pg'

export interface FloorMessage {
  readonly channelId: string
  readonly messageId: string
  readonly buyer: { readonly id: string }
  readonly content: unknown
}

export interface FloorStore {
  /** Resolves when the message and its template reply are committed. */
  add(message: FloorMessage): Promise<void>
  /** One row, one commit: the yardstick of the disk. */
  single(): Promise<{ readonly stored: number }>
}

const TABLE = `create table if not exists message (
  channel_id uuid not null, buyer text not null, key text not null, role text not null, content jsonb not null, at bigint not null,
  primary key (channel_id, buyer, key))`
const INSERT = `
  insert into message (channel_id, buyer, key, role, content, at)
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::bigint[]) on conflict do nothing`
const ONE = `insert into message values ('00000000-0000-0000-0000-000000000000', 'one', $1, 'buyer', '{}', 0)`
const REPLY = JSON.stringify({ kind: 'text', text: '亲,在的呢,请问有什么可以帮您?' })
const LANES = 2

interface Waiting {
  readonly message: FloorMessage
  readonly settle: () => void
  readonly reject: (error: unknown) => void
}

/** At most two batches in flight; a batch is whatever arrived meanwhile. */
export async function createFloorStore(databaseUrl: string): Promise<FloorStore> {
  const free = await Promise.all(Array.from({ length: LANES }, () => connect(databaseUrl)))
  await free[0]?.query(TABLE)
  let waiting: Waiting[] = []
  let isScheduled = false
  let singles = Date.now()
  const flush = async (): Promise<void> => {
    isScheduled = false
    const client = waiting.length > 0 ? free.pop() : undefined
    if (!client) return
    const batch = waiting
    waiting = []
    try {
      await client.query({ name: 'floor', text: INSERT, values: columns(batch) })
      for (const each of batch) each.settle()
    } catch (error) {
      for (const each of batch) each.reject(error)
    }
    free.push(client)
    schedule()
  }
  const schedule = (): void => {
    if (isScheduled || waiting.length === 0) return
    isScheduled = true
    setImmediate(() => void flush())
  }
  return {
    add: (message) =>
      new Promise((settle, reject) => {
        waiting.push({ message, settle, reject })
        schedule()
      }),
    async single() {
      const client = free[singles % LANES]
      singles += 1
      const result = await client?.query({ name: 'one', text: ONE, values: [`s${singles}`] })
      return { stored: result?.rowCount ?? 0 }
    },
  }
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', (error) => console.error(error.message))
  await client.connect()
  await client.query('set synchronous_commit = on')
  return client
}

function columns(batch: readonly Waiting[]): unknown[] {
  const at = Date.now()
  const rows = batch.flatMap(({ message: { channelId, buyer, messageId, content } }) => [
    [channelId, buyer.id, messageId, 'buyer', JSON.stringify(content), at],
    [channelId, buyer.id, `${messageId}:reply`, 'robot', REPLY, at],
  ])
  return [0, 1, 2, 3, 4, 5].map((place) => rows.map((row) => row[place]))
}
