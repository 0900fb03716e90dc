import type { LedgerRef } from '../offer/index.ts'

export interface RoomRef extends LedgerRef {
  readonly roomId: string
}

/** What its staff say of a show. Products by the ids of the shop's back end, in the order in which they are shown. */
export interface RoomTerms {
  readonly title: string
  readonly host: string
  readonly runningOrder: readonly string[]
  /** The product that is shown now; null between two. */
  readonly onAir: string | null
  /** What the host said aloud and the shop keeps. */
  readonly promises: readonly string[]
  /** While the show is on: whether the shop's people change offers of the room, and the room those of the shop. */
  readonly shopMayChange: boolean
  readonly mayChangeShop: boolean
}

export type RoomChange = { readonly [Name in keyof RoomTerms]?: RoomTerms[Name] | undefined }

export interface LiveRoom extends RoomTerms {
  readonly roomId: string
  readonly state: 'live' | 'ended'
  /** Counts the changes of the room itself; offers have the version of the ledger. */
  readonly version: number
  /** The versions of the ledger between which the show stood. */
  readonly openedLedger: number
  readonly closedLedger: number | null
  readonly openedAt: number
  readonly closedAt: number | null
}
