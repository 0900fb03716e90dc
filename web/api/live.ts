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
}

export const listRooms = (shopId: string): Promise<Page<LiveRoom>> => get(place(shopId), { limit: 200 })
export const readRoom = (shopId: string, roomId: string): Promise<LiveRoom> => get(one(shopId, roomId))
export const openRoom = (shopId: string, terms: RoomChange): Promise<LiveRoom> => post(place(shopId), terms)
export const changeRoom = (shopId: string, roomId: string, change: RoomChange): Promise<LiveRoom> =>
  patch(one(shopId, roomId), change)
export const closeRoom = (shopId: string, roomId: string): Promise<LiveRoom> => post(`${one(shopId, roomId)}/close`)
export const roomChanges = (shopId: string, roomId: string): Promise<Listed<Offer>> =>
  get(`${one(shopId, roomId)}/changes`)

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
  readonly common: number
  readonly personal: number
  readonly noise: number
  readonly unread: number
}
export const listQuestions = (shopId: string, roomId: string): Promise<LiveQuestions> =>
  get(`${one(shopId, roomId)}/questions`)
export const pinQuestion = (
  shopId: string,
  roomId: string,
  pin: { readonly questionId: string; readonly productId: string | null; readonly isPinned: boolean },
): Promise<unknown> => post(`${one(shopId, roomId)}/questions/pin`, pin)
