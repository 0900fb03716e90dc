import { get, post, put, remove, send } from './request.ts'
import type {
  Budget,
  Grant,
  GrantOverview,
  GrantTerms,
  Listed,
  Offer,
  OfferConflict,
  OfferStop,
  Page,
  QuoteAnswer,
} from './shapes.ts'

export type Rule = Readonly<Record<string, unknown>>

const place = (shopId: string): string => `/shops/${shopId}/offers`
const one = (shopId: string, offerId: string): string => `${place(shopId)}/${encodeURIComponent(offerId)}`

export interface OfferFilter {
  readonly kind?: string | undefined
  readonly withoutKind?: string | undefined
}
export interface SavedOffer {
  readonly offer: Offer
  readonly ledgerVersion: number
  readonly conflicts: readonly OfferConflict[]
}
export interface OfferWrite {
  readonly rule: Rule
  readonly reason: string
}

const MOST_PAGES = 10

/** All of them, as far as a page of a person can show them; `next` says whether there are more. */
export async function listOffers(shopId: string, filter: OfferFilter): Promise<Page<Offer>> {
  const items: Offer[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: Page<Offer> = await get(place(shopId), { limit: 200, ...filter, cursor })
    items.push(...page.items)
    if (page.next === null) return { items, next: null }
    cursor = page.next
  }
  return { items, next: cursor ?? null }
}

export const readOffer = (shopId: string, offerId: string): Promise<Offer> => get(one(shopId, offerId))
export const offerHistory = (shopId: string, offerId: string): Promise<Page<Offer>> =>
  get(`${one(shopId, offerId)}/history`, { limit: 100 })
export const addOffer = (shopId: string, body: OfferWrite & { readonly id?: string }): Promise<SavedOffer> =>
  post(place(shopId), body)
export const changeOffer = (
  shopId: string,
  offerId: string,
  body: OfferWrite & { readonly ifVersion?: number },
): Promise<SavedOffer> => put(one(shopId, offerId), body)
export const withdrawOffer = (shopId: string, offerId: string): Promise<Offer> => remove(one(shopId, offerId))
export const offersInEffect = (shopId: string, entrance?: string): Promise<Listed<Offer>> =>
  get(`${place(shopId)}/in-effect`, { entrance })
export const listConflicts = (
  shopId: string,
): Promise<{ readonly version: number; readonly items: readonly OfferConflict[] }> => get(`${place(shopId)}/conflicts`)

export const readStop = (shopId: string): Promise<OfferStop> => get(`${place(shopId)}/stop`)
export const stopOffers = (shopId: string, reason: string): Promise<OfferStop> =>
  post(`${place(shopId)}/stop`, { reason })
export const releaseOffers = (shopId: string, reason: string): Promise<OfferStop> =>
  post(`${place(shopId)}/release`, { reason })

export const grantOverview = (shopId: string): Promise<Listed<GrantOverview>> => get(`/shops/${shopId}/grants/overview`)
export const changeTerms = (shopId: string, offerId: string, terms: unknown): Promise<GrantTerms> =>
  put(`${one(shopId, offerId)}/terms`, terms)
export const listGrants = (
  shopId: string,
  filter: {
    readonly offerId?: string | undefined
    readonly customerId?: string | undefined
    readonly state?: string | undefined
    readonly cursor?: string | undefined
  },
): Promise<Page<Grant>> => get(`/shops/${shopId}/grants`, { limit: 50, ...filter })

export type GivenGrant = { readonly grant: Grant } | { readonly refused: string }
export interface Giving {
  readonly offerId: string
  readonly customerId: string
  /** Of the first try: a click that is sent twice gives once. */
  readonly key: string
}
export const giveGrant = (shopId: string, { key, ...body }: Giving): Promise<GivenGrant> =>
  send('POST', `/shops/${shopId}/grants`, { body, key })

export const listBudgets = (shopId: string): Promise<Listed<Budget>> => get(`/shops/${shopId}/budgets`)
export interface BudgetTerms {
  readonly name: string
  readonly limitFen: number
}
export const addBudget = (shopId: string, terms: BudgetTerms): Promise<Budget> =>
  post(`/shops/${shopId}/budgets`, terms)
export const changeBudget = (shopId: string, budgetId: string, terms: BudgetTerms): Promise<Budget> =>
  put(`/shops/${shopId}/budgets/${budgetId}`, terms)

/** Stores nothing: what a cart would cost. */
export const quoteCart = (shopId: string, question: unknown): Promise<QuoteAnswer> =>
  post(`${place(shopId)}/quote`, question)
