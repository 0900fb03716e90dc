import { z } from 'zod'
import { rowId } from '../../kernel/ids.ts'
import {
  addView,
  changeView,
  listViews,
  removeView,
  type SavedView,
  VIEW_PAGES,
  viewSearch,
} from '../../staff/index.ts'
import { defineRoute, nothing } from '../define-route.ts'
import type { Route } from '../route.ts'
import { asPerson } from '../views/staff-views.ts'

const tag = 'Console'
const page = z.enum(VIEW_PAGES)
const name = z.string().trim().min(1).max(100)
const viewParams = z.strictObject({ viewId: rowId })

export const savedViewView = z.strictObject({
  viewId: z.string(),
  page,
  name: z.string(),
  search: viewSearch,
  isShared: z.boolean(),
  /** Made by whoever asks: only he changes it. */
  isMine: z.boolean(),
  owner: z.string(),
})

const showView = (view: SavedView, staffId: string) => ({ ...view, isMine: view.owner === staffId })

/** Filters of a page under a name: one's own, and those that colleagues share. */
export const savedViewRoutes = (): Route[] => [listViewsRoute(), addViewRoute(), changeViewRoute(), removeViewRoute()]

const listViewsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/views',
    name: 'listViews',
    summary: 'My saved views, and those that colleagues share',
    tag,
    access: 'signed-in',
    reach: 'filtered',
    query: z.strictObject({ page: page.optional() }),
    responses: { 200: z.strictObject({ items: z.array(savedViewView) }) },
    handler: async ({ query, actor, orgId, read }) => {
      const { id: staffId } = asPerson(actor)
      const views = await read((tx) => listViews(tx, { orgId, staffId }, query.page))
      return { status: 200, body: { items: views.map((view) => showView(view, staffId)) } }
    },
  })

const addViewRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/views',
    name: 'addView',
    summary: 'Keep the filters of a page under a name',
    tag,
    access: 'signed-in',
    reach: 'filtered',
    body: z.strictObject({ page, name, search: viewSearch, isShared: z.boolean().default(false) }),
    example: { page: 'conversations', name: 'Not understood', search: { outcome: 'missed' } },
    responses: { 201: savedViewView },
    handler: ({ body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const { id: staffId } = asPerson(actor)
        const made = await addView(tx, { orgId, staffId }, { ...body, at })
        return { status: 201, body: showView(made, staffId) }
      }),
  })

const changeViewRoute = (): Route =>
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/views/:viewId',
    name: 'changeView',
    summary: 'Rename a view of mine, share it, or give it other filters',
    tag,
    access: 'signed-in',
    reach: 'filtered',
    params: viewParams,
    body: z.strictObject({
      name: name.optional(),
      search: viewSearch.optional(),
      isShared: z.boolean().optional(),
    }),
    example: { isShared: true },
    responses: { 200: savedViewView },
    handler: ({ params, body, actor, orgId, commit }) =>
      commit(async (tx) => {
        const { id: staffId } = asPerson(actor)
        const changed = await changeView(tx, { orgId, staffId, ...params }, body)
        return { status: 200, body: showView(changed, staffId) }
      }),
  })

const removeViewRoute = (): Route =>
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/views/:viewId',
    name: 'removeView',
    summary: 'Forget a view of mine',
    tag,
    access: 'signed-in',
    reach: 'filtered',
    params: viewParams,
    responses: { 204: nothing },
    handler: ({ params, actor, orgId, commit }) =>
      commit(async (tx) => {
        const { id: staffId } = asPerson(actor)
        await removeView(tx, { orgId, staffId, ...params })
        return { status: 204, body: undefined }
      }),
  })
