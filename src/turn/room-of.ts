import { type Context, roomBefore, type Turn } from '../dialogue/index.ts'
import type { ShopModel } from './shop-models.ts'

/**
 * The live room that the buyer comes from: as his latest message says, else as it was. A room that has ended, or that is
 * not of this shop, is none: what held in it is not promised.
 */
export function roomOf(
  { messages }: Turn,
  { memory, rooms }: Pick<Context, 'memory'> & Pick<ShopModel, 'rooms'>,
): Context['room'] {
  const said = messages.findLast(({ reference }) => reference?.roomId !== undefined)?.reference?.roomId
  const roomId = said === undefined ? roomBefore({ memory }) : said
  return roomId === null ? null : (rooms.get(roomId) ?? null)
}
