import { z } from 'zod'
import { notFound } from '../kernel/errors.ts'
import { newId, type RowId } from '../kernel/ids.ts'
import type { Tx } from '../storage/index.ts'
import { type CaseScene, type CaseTurn, caseScene, caseTurn, type TestCase } from './test-case.ts'

interface Place {
  readonly orgId: string
  readonly shopId: string
}
interface CasePlace extends Place {
  readonly testCaseId: string
}
interface Writing {
  readonly by: string
  readonly at: number
}

/** Oldest first; `ids` absent = all of the shop. */
export async function listTestCases(
  tx: Tx,
  { orgId, shopId }: Place,
  page: { limit: number; after?: string | undefined; ids?: readonly string[] | undefined },
): Promise<TestCase[]> {
  const rows = await tx
    .selectFrom('test_case')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .$if(page.after !== undefined, (some) => some.where('test_case_id', '>', page.after ?? ''))
    .$if(page.ids !== undefined, (some) => some.where('test_case_id', 'in', [...(page.ids ?? [])]))
    .orderBy('test_case_id')
    .limit(page.limit)
    .execute()
  return rows.map(show)
}

export async function findTestCase(tx: Tx, { orgId, shopId, testCaseId }: CasePlace): Promise<TestCase> {
  const row = await tx
    .selectFrom('test_case')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('test_case_id', '=', testCaseId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return show(row)
}

export async function addTestCase(
  tx: Tx,
  { orgId, shopId }: Place,
  made: Writing & { readonly name: string; readonly scene: CaseScene; readonly turns: readonly CaseTurn[] },
): Promise<TestCase> {
  const row = {
    org_id: orgId,
    test_case_id: newId<RowId>(made.at),
    shop_id: shopId,
    name: made.name,
    scene: JSON.stringify(made.scene),
    turns: JSON.stringify(made.turns),
    changed_by: made.by,
    created_at: made.at,
    changed_at: made.at,
  }
  await tx.insertInto('test_case').values(row).execute()
  return findTestCase(tx, { orgId, shopId, testCaseId: row.test_case_id })
}

/** What is absent stays. */
export async function changeTestCase(
  tx: Tx,
  place: CasePlace,
  change: Writing & {
    readonly name?: string | undefined
    readonly scene?: CaseScene | undefined
    readonly turns?: readonly CaseTurn[] | undefined
  },
): Promise<TestCase> {
  await findTestCase(tx, place)
  await tx
    .updateTable('test_case')
    .set({
      changed_by: change.by,
      changed_at: change.at,
      ...(change.name !== undefined && { name: change.name }),
      ...(change.scene !== undefined && { scene: JSON.stringify(change.scene) }),
      ...(change.turns !== undefined && { turns: JSON.stringify(change.turns) }),
    })
    .where('org_id', '=', place.orgId)
    .where('test_case_id', '=', place.testCaseId)
    .execute()
  return findTestCase(tx, place)
}

/** Answers what it was, so that whoever removed it by mistake can have it back. */
export async function removeTestCase(tx: Tx, place: CasePlace): Promise<TestCase> {
  const gone = await findTestCase(tx, place)
  await tx
    .deleteFrom('test_case')
    .where('org_id', '=', place.orgId)
    .where('test_case_id', '=', place.testCaseId)
    .execute()
  return gone
}

interface Row {
  readonly test_case_id: string
  readonly shop_id: string
  readonly name: string
  readonly scene: unknown
  readonly turns: unknown
  readonly changed_by: string
  readonly created_at: number
  readonly changed_at: number
}

const show = (row: Row): TestCase => ({
  testCaseId: row.test_case_id,
  shopId: row.shop_id,
  name: row.name,
  scene: caseScene.parse(row.scene),
  turns: z.array(caseTurn).parse(row.turns),
  changedBy: row.changed_by,
  createdAt: row.created_at,
  changedAt: row.changed_at,
})
