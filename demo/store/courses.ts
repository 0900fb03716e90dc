import { z } from 'zod'
import type { Course } from '../life/advance.ts'
import { step, type Step } from '../life/steps.ts'
import { order, parcel, refund } from '../shapes.ts'
import { type AnyRecord, type Queryable, readOfOrder, readRecord, writeRecords } from './records.ts'

const nextAt = (steps: readonly Step[]): number | null =>
  steps.length === 0 ? null : Math.min(...steps.map((one) => one.at))

export async function writeCourses(database: Queryable, shopId: string, courses: readonly Course[]): Promise<void> {
  await database.query(
    `insert into course (shop_id, order_id, steps, next_at) select $1, * from unnest($2::text[], $3::jsonb[], $4::bigint[])
     on conflict (shop_id, order_id) do update set steps = excluded.steps, next_at = excluded.next_at`,
    [
      shopId,
      courses.map((course) => course.order.orderId),
      courses.map((course) => JSON.stringify(course.steps)),
      courses.map((course) => nextAt(course.steps)),
    ],
  )
}

const stepRows = z.array(z.object({ steps: z.array(step) }))

export async function readCourse(database: Queryable, shopId: string, orderId: string): Promise<Course | null> {
  const found = await readRecord(database, order, { shopId, kind: 'order', id: orderId })
  if (found === null) return null
  const { rows } = await database.query('select steps from course where shop_id = $1 and order_id = $2', [
    shopId,
    orderId,
  ])
  return {
    order: found,
    parcels: await readOfOrder(database, parcel, { shopId, kind: 'parcel', orderId }),
    refunds: await readOfOrder(database, refund, { shopId, kind: 'refund', orderId }),
    steps: stepRows.parse(rows)[0]?.steps ?? [],
  }
}

const dueRows = z.array(z.object({ shop_id: z.string(), order_id: z.string() }))

export async function readDue(database: Queryable, to: number): Promise<{ shopId: string; orderId: string }[]> {
  const { rows } = await database.query(
    'select shop_id, order_id from course where next_at <= $1 order by next_at, order_id',
    [to],
  )
  return dueRows.parse(rows).map((row) => ({ shopId: row.shop_id, orderId: row.order_id }))
}

/** What differs from before, as records to write and to tell subscribers of. */
export function changesBetween(before: Course | null, after: Course): AnyRecord[] {
  const changed: AnyRecord[] = []
  if (before === null || before.order !== after.order) changed.push({ kind: 'order', document: after.order })
  for (const document of after.parcels)
    if (!before?.parcels.includes(document)) changed.push({ kind: 'parcel', document })
  for (const document of after.refunds)
    if (!before?.refunds.includes(document)) changed.push({ kind: 'refund', document })
  return changed
}

export async function saveCourse(
  database: Queryable,
  shopId: string,
  { before, after }: { before: Course | null; after: Course },
): Promise<AnyRecord[]> {
  const changed = changesBetween(before, after)
  await writeRecords(database, shopId, changed)
  await writeCourses(database, shopId, [after])
  return changed
}
