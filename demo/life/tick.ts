import { endHold } from '../acts/stock.ts'
import { readCourse, readDue, saveCourse } from '../store/courses.ts'
import type { DemoDatabase } from '../store/open.ts'
import type { AnyRecord, Queryable } from '../store/records.ts'
import { advance } from './advance.ts'

/** Called in the transaction of the change. */
export type Announce = (client: Queryable, shopId: string, changed: readonly AnyRecord[]) => Promise<void>

const BATCH = 40

/** Brings every order up to `to`. Deterministic: only seed, acts and the instant count. Answers how many orders moved. */
export async function tick(database: DemoDatabase, to: number, announce: Announce): Promise<number> {
  const due = await readDue(database.pool, to)
  for (let start = 0; start < due.length; start += BATCH) {
    const batch = due.slice(start, start + BATCH)
    await database.transaction(async (client) => {
      const changes = new Map<string, AnyRecord[]>()
      for (const { shopId, orderId } of batch) {
        const changed = await moveOrder(client, { shopId, orderId, to })
        changes.set(shopId, [...(changes.get(shopId) ?? []), ...changed])
      }
      for (const [shopId, changed] of changes) await announce(client, shopId, changed)
    })
  }
  return due.length
}

async function moveOrder(
  client: Queryable,
  { shopId, orderId, to }: { shopId: string; orderId: string; to: number },
): Promise<AnyRecord[]> {
  const before = await readCourse(client, shopId, orderId)
  if (!before) return []
  const after = advance(before, to)
  const changed = await saveCourse(client, shopId, { before, after })
  for (const refund of after.refunds) {
    const isEnded = ['done', 'refused', 'withdrawn'].includes(refund.state)
    if (refund.kind !== 'exchange' || !isEnded || before.refunds.includes(refund)) continue
    changed.push(
      ...(await endHold(client, shopId, {
        refundId: refund.refundId,
        isDone: refund.state === 'done',
        at: refund.updatedAt,
      })),
    )
  }
  return changed
}
