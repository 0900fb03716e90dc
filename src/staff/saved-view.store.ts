import { z } from 'zod'
import { notFound, XiaoerError } from '../kernel/errors.ts'
import { newId, type RowId } from '../kernel/ids.ts'
import type { Tx } from '../storage/index.ts'

/** Pages whose filters can be kept. */
export const VIEW_PAGES = ['conversations', 'knowledge', 'products', 'orders'] as const
export type ViewPage = (typeof VIEW_PAGES)[number]

/** Filters as they stand in the address of a page. */
export const viewSearch = z.record(z.string().regex(/^[a-z]{1,20}$/), z.string().min(1).max(200))
export type ViewSearch = z.infer<typeof viewSearch>

export interface SavedView {
  readonly viewId: string
  /** Staff id. */
  readonly owner: string
  readonly page: ViewPage
  readonly name: string
  readonly search: ViewSearch
  readonly isShared: boolean
}

/** Who asks: his own views, and those that others share. */
interface Asker {
  readonly orgId: string
  readonly staffId: string
}

export async function listViews(tx: Tx, { orgId, staffId }: Asker, page?: ViewPage): Promise<SavedView[]> {
  const rows = await tx
    .selectFrom('saved_view')
    .selectAll()
    .where('org_id', '=', orgId)
    .where((is) => is.or([is('owner', '=', staffId), is('is_shared', '=', true)]))
    .$if(page !== undefined, (some) => some.where('page', '=', page ?? ''))
    .orderBy('view_id')
    .execute()
  return rows.map(show)
}

interface NewView extends Pick<SavedView, 'page' | 'name' | 'search' | 'isShared'> {
  readonly at: number
}

const MOST_VIEWS = 100

/** 422 `unprocessable` where somebody keeps too many. */
export async function addView(tx: Tx, { orgId, staffId }: Asker, made: NewView): Promise<SavedView> {
  const { count } = await tx
    .selectFrom('saved_view')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('org_id', '=', orgId)
    .where('owner', '=', staffId)
    .executeTakeFirstOrThrow()
  if (Number(count) >= MOST_VIEWS)
    throw new XiaoerError({ code: 'unprocessable', message: `${MOST_VIEWS} views at most; remove one first.` })
  const row = {
    org_id: orgId,
    view_id: newId<RowId>(made.at),
    owner: staffId,
    page: made.page,
    name: made.name,
    search: JSON.stringify(made.search),
    is_shared: made.isShared,
    created_at: made.at,
  }
  await tx.insertInto('saved_view').values(row).execute()
  return show({ ...row, search: made.search })
}

interface ViewChange {
  readonly name?: string | undefined
  readonly search?: ViewSearch | undefined
  readonly isShared?: boolean | undefined
}

/** What is absent stays. A view of somebody else is not found, shared or not. */
export async function changeView(tx: Tx, asker: Asker & { viewId: string }, change: ViewChange): Promise<SavedView> {
  const before = await findOwn(tx, asker)
  const after = {
    ...before,
    ...(change.name !== undefined && { name: change.name }),
    ...(change.search !== undefined && { search: change.search }),
    ...(change.isShared !== undefined && { isShared: change.isShared }),
  }
  await tx
    .updateTable('saved_view')
    .set({ name: after.name, search: JSON.stringify(after.search), is_shared: after.isShared })
    .where('org_id', '=', asker.orgId)
    .where('view_id', '=', asker.viewId)
    .execute()
  return after
}

export async function removeView(tx: Tx, asker: Asker & { viewId: string }): Promise<void> {
  await findOwn(tx, asker)
  await tx.deleteFrom('saved_view').where('org_id', '=', asker.orgId).where('view_id', '=', asker.viewId).execute()
}

async function findOwn(tx: Tx, { orgId, staffId, viewId }: Asker & { viewId: string }): Promise<SavedView> {
  const row = await tx
    .selectFrom('saved_view')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('view_id', '=', viewId)
    .where('owner', '=', staffId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return show(row)
}

interface Row {
  readonly view_id: string
  readonly owner: string
  readonly page: string
  readonly name: string
  readonly search: unknown
  readonly is_shared: boolean
}

const show = (row: Row): SavedView => ({
  viewId: row.view_id,
  owner: row.owner,
  page: z.enum(VIEW_PAGES).parse(row.page),
  name: row.name,
  search: viewSearch.parse(row.search),
  isShared: row.is_shared,
})
