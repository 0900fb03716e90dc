import type { Rule, SavedOffer } from './offers.ts'
import { get, patch, post } from './request.ts'
import type { Content, Listed, LiveRoom, Offer, Page, ToldOtherwise } from './shapes.ts'

const place = (shopId: string): string => `/shops/${shopId}/live-rooms`
const one = (shopId: string, roomId: string): string => `${place(shopId)}/${encodeURIComponent(roomId)}`

export interface RoomChange {
  readonly id?: string
  readonly title?: string
  readonly host?: string
  readonly runningOrder?: readonly string[]
  readonly onAir?: string | null
  readonly promises?: readonly string[]
  readonly shopMayChange?: boolean
  readonly mayChangeShop?: boolean
}

export const listRooms = (shopId: string): Promise<Page<LiveRoom>> => get(place(shopId), { limit: 200 })
export const readRoom = (shopId: string, roomId: string): Promise<LiveRoom> => get(one(shopId, roomId))
export const openRoom = (shopId: string, terms: RoomChange): Promise<LiveRoom> => post(place(shopId), terms)
export const changeRoom = (shopId: string, roomId: string, change: RoomChange): Promise<LiveRoom> =>
  patch(one(shopId, roomId), change)
export const closeRoom = (shopId: string, roomId: string): Promise<LiveRoom> => post(`${one(shopId, roomId)}/close`)
export const roomChanges = (shopId: string, roomId: string): Promise<Listed<Offer>> =>
  get(`${one(shopId, roomId)}/changes`)

export interface OfferOfRoom {
  readonly id: string
  /** Null withdraws it. */
  readonly rule: Rule | null
  readonly reason: string
  readonly ifVersion?: number
}
/** Written in the name of the room: its own rules say what it may touch. */
export const changeOfferOfRoom = (shopId: string, roomId: string, offer: OfferOfRoom): Promise<SavedOffer> =>
  post(`${one(shopId, roomId)}/offers`, offer)

export interface ReportLine {
  readonly offerId: string
  readonly kind: string
  readonly title: string | null
  readonly priceFen: number | null
  readonly stock: number | null
  readonly told: number
  readonly corrected: number
  readonly uncorrected: number
  readonly claimed: number
  readonly used: number
  readonly pending: number
  /** Null: it is no price of named articles. */
  readonly sold: number | null
  readonly differences: readonly string[]
}
/** What was promised in the show against what was told, granted and sold. */
export const readReport = (shopId: string, roomId: string): Promise<Listed<ReportLine>> =>
  get(`${one(shopId, roomId)}/report`)

export type ToldList = Page<ToldOtherwise> & { readonly version: number }
/** Who was told what the ledger no longer says. */
export const listTold = (shopId: string): Promise<ToldList> => get(`/shops/${shopId}/told-otherwise`, { limit: 50 })

export interface Corrected {
  readonly sent: number
  /** Out of the platform's window: nothing was sent, they stay in the list. */
  readonly held: readonly { readonly conversationId: string; readonly reason: string }[]
  readonly hasMore: boolean
}
export type NamedTold = Pick<ToldOtherwise, 'conversationId' | 'key'>
/** All of them, or only these. */
export const correctTold = (shopId: string, only?: readonly NamedTold[]): Promise<Corrected> =>
  post(`/shops/${shopId}/told-otherwise/correct`, only ? { only } : {})

export interface LiveQuestion {
  readonly questionId: string
  readonly productId: string | null
  readonly comments: number
  readonly sample: string
  readonly lastAt: string
  readonly answeredAt: string | null
  readonly pinnedAt: string | null
  /** What the robot says to it now. */
  readonly answer: readonly Content[]
}
export interface LiveQuestions extends Listed<LiveQuestion> {
  readonly received: number
  readonly doubled: number
  readonly shared: number
  readonly personal: number
  readonly noise: number
  readonly unread: number
  /** Null: the platform does not say. */
  readonly viewers: number | null
}
export const listQuestions = (shopId: string, roomId: string): Promise<LiveQuestions> =>
  get(`${one(shopId, roomId)}/questions`)
export const pinQuestion = (
  shopId: string,
  roomId: string,
  pin: { readonly questionId: string; readonly productId: string | null; readonly isPinned: boolean },
): Promise<unknown> => post(`${one(shopId, roomId)}/questions/pin`, pin)
