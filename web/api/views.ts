import { get, patch, post, remove } from './request.ts'
import type { Listed, SavedView } from './shapes.ts'

export type ViewPage = SavedView['page']
export type ViewSearch = SavedView['search']

export const listViews = (page: ViewPage): Promise<Listed<SavedView>> => get('/views', { page })
export const addView = (body: {
  readonly page: ViewPage
  readonly name: string
  readonly search: ViewSearch
  readonly isShared: boolean
}): Promise<SavedView> => post('/views', body)
export const changeView = (id: string, change: Partial<Pick<SavedView, 'name' | 'isShared'>>): Promise<SavedView> =>
  patch(`/views/${id}`, change)
export const removeView = (id: string): Promise<unknown> => remove(`/views/${id}`)
