import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { newId, type OrgId } from '../kernel/ids.ts'
import { appendAudit, readAuditAfter, verifyAudit } from './audit.store.ts'

const NOON = Date.UTC(2026, 5, 1, 4)
let fresh: FreshDatabase
let owner: pg.Client
beforeAll(async () => {
  fresh = await freshDatabase()
  owner = new pg.Client({ connectionString: fresh.url })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await fresh.close()
})

const actor = { kind: 'system', id: 'test' } as const
const detail = { zeta: 1, alpha: ['b', 'a'], none: null }

async function firmWith(count: number): Promise<OrgId> {
  const orgId = newId<OrgId>(NOON)
  const append = (index: number) =>
    fresh.database.within([orgId], (tx) =>
      appendAudit(tx, {
        orgId,
        actor,
        act: 'staff.added',
        target: `s${index}`,
        at: NOON + index,
        detail,
        content: { index },
      }),
    )
  await Promise.all(Array.from({ length: count }, (_, index) => append(index)))
  return orgId
}

const verify = (orgId: OrgId, expected?: { seq: number; hash: string }) =>
  fresh.database.within([orgId], (tx) => verifyAudit(tx, orgId, expected))

test('forty acts at once get the numbers one to forty, each hash from the one before', async () => {
  const orgId = await firmWith(40)
  const rows = await fresh.database.within([orgId], (tx) => readAuditAfter(tx, { orgId, after: 0, limit: 100 }))
  expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
  expect(await verify(orgId)).toMatchObject({ intact: true, count: 40 })
})

test.each([
  ['a changed actor', "update audit set actor_id = 'nobody' where org_id = $1 and seq = 3", 3],
  ['a changed detail', `update audit set detail = '{"zeta":2}' where org_id = $1 and seq = 4`, 4],
  ['a changed time', 'update audit set at = at + 1 where org_id = $1 and seq = 1', 1],
  ['a row taken out', 'delete from audit where org_id = $1 and seq = 2', 2],
])('%s is found, and where', async (_how, tampering, brokenAt) => {
  const orgId = await firmWith(5)
  expect((await verify(orgId)).intact).toBe(true)
  await owner.query(tampering, [orgId])
  expect(await verify(orgId)).toEqual({ intact: false, brokenAt })
})

test('rows cut off the end are found by what an earlier export says', async () => {
  const orgId = await firmWith(5)
  const rows = await fresh.database.within([orgId], (tx) => readAuditAfter(tx, { orgId, after: 4, limit: 1 }))
  const last = { seq: 5, hash: rows[0]?.hash ?? '' }
  expect((await verify(orgId, last)).intact).toBe(true)
  await owner.query('delete from audit where org_id = $1 and seq = 5', [orgId])
  expect((await verify(orgId)).intact).toBe(true)
  expect(await verify(orgId, last)).toEqual({ intact: false, brokenAt: 5 })
})

test('the product itself cannot change the past', async () => {
  const orgId = await firmWith(1)
  const change = fresh.database.within([orgId], (tx) => tx.updateTable('audit').set({ act: 'x' }).execute())
  await expect(change).rejects.toMatchObject({ code: '42501' })
  const removal = fresh.database.within([orgId], (tx) => tx.deleteFrom('audit').execute())
  await expect(removal).rejects.toMatchObject({ code: '42501' })
})
