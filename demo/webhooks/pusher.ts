import { z } from 'zod'
import { realNow } from '../clock.ts'
import { outward } from '../outward.ts'
import type { DemoDatabase } from '../store/open.ts'
import type { AnyRecord, Queryable } from '../store/records.ts'
import { signatureOf } from './sign.ts'

export interface Pusher {
  /** Writes what subscribers of the shop must be told, in the transaction of the change. */
  announce(client: Queryable, shopId: string, changed: readonly AnyRecord[]): Promise<void>
  /** Sends what is due, soon. */
  kick(): void
  close(): Promise<void>
}

const RETRY_AFTER_MS = [1_000, 5_000, 30_000, 120_000, 600_000]
const TIMEOUT_MS = 5_000
const PUSH_SIZE = 50

export function createPusher(database: DemoDatabase, publicUrl: () => string): Pusher {
  let running: Promise<void> | null = null
  let isClosed = false
  const run = async () => {
    for (let sent = 1; sent > 0 && !isClosed; ) sent = await sendDue(database)
  }
  return {
    announce: (client, shopId, changed) => queuePushes(client, { shopId, changed, origin: publicUrl() }),
    kick() {
      if (isClosed) return
      running ??= run()
        // The database is going away; the rows wait for the next start.
        .catch(() => undefined)
        .finally(() => {
          running = null
        })
    },
    close: async () => {
      isClosed = true
      await running
    },
  }
}

const subscriptions = z.array(z.object({ subscription_id: z.string() }))

async function queuePushes(
  client: Queryable,
  told: { shopId: string; changed: readonly AnyRecord[]; origin: string },
): Promise<void> {
  if (told.changed.length === 0) return
  const found = await client.query('select subscription_id from subscription where shop_id = $1', [told.shopId])
  for (const { subscription_id } of subscriptions.parse(found.rows)) {
    for (let start = 0; start < told.changed.length; start += PUSH_SIZE) {
      const events = told.changed.slice(start, start + PUSH_SIZE).map((record) => ({
        kind: record.kind,
        at: record.document.updatedAt,
        [record.kind]: outward(record, told.origin),
      }))
      const body = JSON.stringify({ type: 'shop.changed', shop: told.shopId, events })
      await client.query('insert into push (subscription_id, body, next_at) values ($1, $2, $3)', [
        subscription_id,
        body,
        realNow(),
      ])
    }
  }
}

const duePushes = z.array(
  z.object({ push_id: z.number(), body: z.string(), attempts: z.int(), url: z.string(), secret: z.string() }),
)
type DuePush = z.infer<typeof duePushes>[number]

async function sendDue(database: DemoDatabase): Promise<number> {
  const { rows } = await database.pool.query(
    `select p.push_id, p.body, p.attempts, s.url, s.secret from push p join subscription s using (subscription_id)
     where p.state = 'pending' and p.next_at <= $1 order by p.push_id limit 20`,
    [realNow()],
  )
  const due = duePushes.parse(rows)
  for (const push of due) await send(database, push)
  return due.length
}

async function send(database: DemoDatabase, push: DuePush): Promise<void> {
  const problem = await post(push)
  const delayMs = RETRY_AFTER_MS[push.attempts]
  const state = problem === null ? 'delivered' : delayMs === undefined ? 'given-up' : 'pending'
  await database.pool.query(
    'update push set state = $2, attempts = attempts + 1, next_at = $3, reason = $4 where push_id = $1',
    [push.push_id, state, realNow() + (delayMs ?? 0), problem],
  )
}

/** Null = taken (any 2xx). */
async function post({ push_id, body, url, secret }: DuePush): Promise<string | null> {
  const id = `msg_${push_id}`
  const timestampS = Math.floor(realNow() / 1000)
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestampS),
    'webhook-signature': signatureOf(secret, { id, timestampS, body }),
  }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    })
    await response.body?.cancel()
    return response.ok ? null : `status ${response.status}`
  } catch (error) {
    return error instanceof Error ? error.message : 'unreachable'
  }
}
