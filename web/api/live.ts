import { get, patch, post } from './request.ts'
import type { Listed, LiveRoom, Offer, Page } from './shapes.ts'

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
