import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'
import { createPacks } from '../../knowledge/index.ts'
import { createBackupShelf, type Database } from '../../storage/index.ts'
import { systemWorkRoutes } from './system-work.ts'

const folder = mkdtempSync(join(tmpdir(), 'xiaoer-system-'))
let house: House
beforeAll(async () => {
  house = await openHouse({
    extraRoutes: (database: Database) =>
      systemWorkRoutes({
        ...{ database, packs: createPacks([]), dataDir: folder },
        shelf: createBackupShelf({ url: '', folder: join(folder, 'backups'), clock: { now: () => 0 } }),
      }),
  })
})
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true })
})

const ask = (method: string, rest: string, more: { as?: string; body?: unknown } = {}) =>
  house.ask({ method, url: `/api/v1/system/${rest}`, as: house.ours.owner, ...more })

async function park(orgId: string, position: number): Promise<void> {
  const event = { type: 'order.placed', orgId, shopId: null, key: 'a', at: 1, body: {} }
  const row = { org_id: orgId, handler: 'note', position, index: 0, key: 'a', event: JSON.stringify(event) }
  await house.fresh.database.within([orgId], (tx) =>
    tx
      .insertInto('handler_retry')
      .values({ ...row, state: 'parked', attempts: 8, next_at: 0, reason: 'no' })
      .execute(),
  )
}

test('what waits is counted, with versions and the disk', async () => {
  const work = await ask('GET', 'work')
  expect(work.status).toBe(200)
  const read = z
    .object({ disk: z.object({ free: z.number() }), versions: z.object({ node: z.string() }) })
    .parse(work.body)
  expect([read.disk.free > 0, read.versions.node]).toEqual([true, process.version])
})

test('a parked event is tried again or dropped, once, by its own organisation only', async () => {
  await park(house.ours.orgId, 1)
  await park(house.ours.orgId, 2)
  const [first, second] = [1, 2].map((position) => ({ handler: 'note', position }))
  expect((await ask('POST', 'parked-events/drop', { as: house.theirs.owner, body: first })).status).toBe(404)
  expect((await ask('POST', 'parked-events/replay', { as: house.theirs.owner, body: first })).status).toBe(404)
  expect((await ask('GET', 'parked-events')).text.match(/"position"/g)).toHaveLength(2)
  expect(await ask('POST', 'parked-events/replay', { body: first })).toMatchObject({ body: { replayed: 1 } })
  expect(await ask('POST', 'parked-events/drop', { body: second })).toMatchObject({ body: { dropped: 1 } })
  expect((await ask('POST', 'parked-events/drop', { body: second })).status).toBe(404)
  expect((await ask('GET', 'parked-events')).body).toEqual({ items: [] })
  const acts = (await house.ask({ method: 'GET', url: '/api/v1/audit?limit=5', as: house.ours.owner })).text
  expect([acts.includes('event.replayed'), acts.includes('event.dropped')]).toEqual([true, true])
})

test('where several organisations share an installation, none of them gets its backups', async () => {
  for (const [method, rest] of [
    ['GET', 'backups'],
    ['POST', 'backups'],
    ['POST', 'backups/backup-2026-11-22T00-00-00/verification'],
  ] as const)
    expect([rest, (await ask(method, rest)).status]).toEqual([rest, 403])
})

test('a name that leads out of the folder is no backup', async () => {
  writeFileSync(join(folder, 'manifest.json'), '{}')
  expect((await ask('POST', 'backups/..%2Fbackups/verification')).status).toBe(404)
})
