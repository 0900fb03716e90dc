import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyDatabase, type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { createManualClock } from '../../kernel/clock.ts'
import { newUuid } from '../../kernel/ids.ts'
import { appendEvents } from '../append-events.ts'
import { openDatabase } from '../database.ts'
import { migrate } from '../migrate.ts'
import { createOutboxRunner } from '../outbox/outbox-runner.ts'
import { measureTables } from './measure-tables.ts'
import { restoreBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

const clock = createManualClock(1_700_000_000_000)
const orgId = newUuid(clock.now())
const folder = mkdtempSync(join(tmpdir(), 'xiaoer-backup-'))
const to = join(folder, 'backup')
let fresh: FreshDatabase
const undo: (() => Promise<void>)[] = []

async function onOwner(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: fresh.url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

const write = (number: number) =>
  fresh.database.within([orgId], (tx) =>
    appendEvents(tx, [{ type: 'order.placed', orgId, shopId: null, key: 'a', at: clock.now(), body: { number } }]),
  )

function runnerOf(database: FreshDatabase['database'], seen: unknown[]) {
  const handler = {
    name: 'note',
    startFrom: 'now' as const,
    handle: async (events: readonly { body: Record<string, unknown> }[]) =>
      void seen.push(...events.map((one) => one.body.number)),
  }
  return createOutboxRunner({ database, handlers: [handler], clock, onError: (error) => expect.fail(String(error)) })
}

beforeAll(async () => {
  fresh = await freshDatabase()
  await fresh.database.within([orgId], async (tx) => {
    const settings = JSON.stringify({ odd: 'tab\t newline\n back\\slash "quote" 您好 \\N' })
    await tx.insertInto('organisation').values({ org_id: orgId, name: 'A\\b\tc', settings, created_at: 1 }).execute()
    for (let number = 0; number < 300; number += 1) {
      const shop = { org_id: orgId, shop_id: newUuid(clock.now()), name: `shop ${number}`, created_at: number }
      await tx
        .insertInto('shop')
        .values({ ...shop, group_id: null, industry: null })
        .execute()
    }
  })
  // More than the buffers between the server and the disk hold, and in the table that is written last.
  await onOwner(
    `insert into webhook_endpoint (org_id, endpoint_id, url, secrets, types, created_at)
     select '${orgId}', gen_random_uuid(), repeat('x', 200) || n, '{}', '{}', n from generate_series(1, 5000) n`,
  )
  const runner = runnerOf(fresh.database, [])
  await runner.drain()
  await write(1)
  await runner.drain()
  await runner.stop()
  await write(2)
  await writeBackup({ url: fresh.url, to, clock })
})
afterAll(async () => {
  for (const step of undo.reverse()) await step()
  await fresh.close()
  rmSync(folder, { recursive: true })
})

async function empty(): Promise<string> {
  const database = await emptyDatabase()
  undo.push(database.drop)
  return database.url
}

test('a restored database holds the same rows, counted and hashed', async () => {
  const url = await empty()
  const backup = await restoreBackup({ url, from: to })
  const measures = await measureTables(url)
  expect(measures).toEqual(await measureTables(fresh.url))
  expect(measures).toEqual(backup.tables.map(({ name, rows, sha256 }) => ({ name, rows, sha256 })))
  expect(backup.tables.find((table) => table.name === 'shop')?.rows).toBe(300)
  expect(backup.tables.find((table) => table.name === 'outbox')?.rows).toBe(2)
})

test('after a restore the walls stand, handlers go on where they stood, and new events come behind the old', async () => {
  const url = await empty()
  await restoreBackup({ url, from: to })
  const database = await openDatabase({ url, poolSize: 2, onError: () => undefined })
  undo.push(() => database.close())
  const shops = (orgIds: string[]) => database.within(orgIds, (tx) => tx.selectFrom('shop').select('shop_id').execute())
  expect(await shops([])).toEqual([])
  expect(await shops([orgId])).toHaveLength(300)
  const seen: unknown[] = []
  const runner = runnerOf(database, seen)
  await database.within([orgId], (tx) =>
    appendEvents(tx, [{ type: 'order.placed', orgId, shopId: null, key: 'a', at: clock.now(), body: { number: 3 } }]),
  )
  await runner.drain()
  await runner.stop()
  expect(seen).toEqual([2, 3])
})

test('refuses a target that holds something', async () => {
  const url = await empty()
  await migrate({ url })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query("insert into organisation (org_id, name, created_at) values (gen_random_uuid(), 'there', 1)")
  await client.end()
  await expect(restoreBackup({ url, from: to })).rejects.toMatchObject({ kind: 'not-empty' })
})

test('a changed row or a cut file is found, and nothing of it stays', async () => {
  const url = await empty()
  const file = join(to, 'shop.copy.gz')
  const whole = readFileSync(file)
  try {
    writeFileSync(file, gzipSync(gunzipSync(whole).toString().replace('shop 17\t', 'shop 18\t')))
    await expect(restoreBackup({ url, from: to })).rejects.toMatchObject({ kind: 'damaged' })
    writeFileSync(file, whole.subarray(0, whole.length / 2))
    await expect(restoreBackup({ url, from: to })).rejects.toMatchObject({ kind: 'damaged' })
  } finally {
    writeFileSync(file, whole)
  }
  expect((await measureTables(url)).every((table) => table.rows === 0)).toBe(true)
  await restoreBackup({ url, from: to })
})

test('refuses a folder that holds no backup, and to write over one', async () => {
  await expect(restoreBackup({ url: await empty(), from: folder })).rejects.toMatchObject({ kind: 'not-a-backup' })
  await expect(writeBackup({ url: fresh.url, to, clock })).rejects.toMatchObject({ kind: 'target-exists' })
})

test('a role that does not see every row writes no backup', async () => {
  const stranger = new URL(fresh.url)
  const name = `stranger_${Date.now()}`
  const client = new pg.Client({ connectionString: fresh.url })
  await client.connect()
  await client.query(`create role ${name} login password 'x'; grant select on all tables in schema public to ${name}`)
  stranger.username = name
  stranger.password = 'x'
  try {
    await expect(writeBackup({ url: stranger.href, to: join(folder, 'other'), clock })).rejects.toMatchObject({
      kind: 'not-owner',
    })
  } finally {
    await client.query(`drop owned by ${name}; drop role ${name}`)
    await client.end()
  }
})
