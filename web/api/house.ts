import { get, type Asking, post, put, remove } from './request.ts'
import type { Listed, Me, Page, Shop } from './shapes.ts'

export const readMe = (): Promise<Me> => get('/me')
export const signIn = (email: string, password: string): Promise<unknown> => post('/sign-ins', { email, password })
export const readInstallation = (): Promise<{ readonly isNew: boolean }> => get('/installation')
export interface NewOwner {
  readonly code: string
  readonly organisation: string
  readonly name: string
  readonly email: string
  readonly password: string
}
export const makeFirstOwner = (body: NewOwner): Promise<unknown> => post('/installation/owner', body)
export const listShops = (): Promise<Page<Shop>> => get('/shops', { limit: 200 })
export const switchRobot = (shopId: string, on: boolean): Promise<Shop> => put(`/shops/${shopId}/robot`, { on })

/** Ends the sign-in of this page. */
export async function signOut(): Promise<void> {
  const { items } = await get<Listed<{ signInId: string; isThis: boolean }>>('/sign-ins')
  const own = items.find(({ isThis }) => isThis)
  if (own) await remove(`/sign-ins/${own.signInId}`)
}

/** All pages of a list that is short by nature (groups of a firm, its shops, its periods). */
export async function listAll<Item>(path: string, query: Asking['query'] = {}): Promise<readonly Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const page: Page<Item> = await get(path, { ...query, limit: 200, cursor })
    items.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return items
}
