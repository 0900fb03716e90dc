import { randomFillSync } from 'node:crypto'
import { z } from 'zod'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const uuid = z.string().regex(UUID)

/** Ids of our own rows: UUIDv7 as text, branded, so that a shop id never stands where a buyer id belongs. */
export const orgId = uuid.brand<'OrgId'>()
export const groupId = uuid.brand<'GroupId'>()
export const shopId = uuid.brand<'ShopId'>()
export const staffId = uuid.brand<'StaffId'>()
export const channelId = uuid.brand<'ChannelId'>()
export const buyerId = uuid.brand<'BuyerId'>()
export const conversationId = uuid.brand<'ConversationId'>()
export const sessionId = uuid.brand<'SessionId'>()
export const messageId = uuid.brand<'MessageId'>()
export const turnId = uuid.brand<'TurnId'>()
export const deliveryId = uuid.brand<'DeliveryId'>()
/** Any row of ours that has no type of its own (sign-ins, keys, endpoints, jobs, timers, releases). */
export const rowId = uuid.brand<'RowId'>()

export type OrgId = z.infer<typeof orgId>
export type GroupId = z.infer<typeof groupId>
export type ShopId = z.infer<typeof shopId>
export type StaffId = z.infer<typeof staffId>
export type ChannelId = z.infer<typeof channelId>
export type BuyerId = z.infer<typeof buyerId>
export type ConversationId = z.infer<typeof conversationId>
export type SessionId = z.infer<typeof sessionId>
export type MessageId = z.infer<typeof messageId>
export type TurnId = z.infer<typeof turnId>
export type DeliveryId = z.infer<typeof deliveryId>
export type RowId = z.infer<typeof rowId>

// Random bytes are drawn 4 KiB at a time: one system call for 256 ids.
const POOL_BYTES = 4096
const pool = Buffer.alloc(POOL_BYTES)
let poolOffset = POOL_BYTES

function drawTen(): Buffer {
  if (poolOffset + 10 > POOL_BYTES) {
    randomFillSync(pool)
    poolOffset = 0
  }
  const ten = pool.subarray(poolOffset, poolOffset + 10)
  poolOffset += 10
  return ten
}

/** UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits. Sorts by time of making. */
export function newUuid(atMs: number): string {
  const random = drawTen()
  const time = Math.floor(atMs).toString(16).padStart(12, '0')
  const tail = random.toString('hex')
  const variant = (8 + (random.readUInt8(3) & 0x3)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-${variant}${tail.slice(3, 6)}-${tail.slice(8, 20)}`
}

// A fresh UUID needs no check, and the hot path makes five a message: the brand is asserted, not parsed.
function assertFresh<Id extends string>(_value: string): asserts _value is Id {}

/** `newId<TurnId>(clock.now())`: a fresh id of that brand. */
export function newId<Id extends string>(atMs: number): Id {
  const fresh: string = newUuid(atMs)
  assertFresh<Id>(fresh)
  return fresh
}
