import { z } from 'zod'
import type { Queryable } from '../store/records.ts'
import { readWindow, type WindowSetUp } from './chat-window.ts'

const PATIENCE_MS = 2000

const room = z.object({
  roomId: z.string(),
  entrance: z.string(),
  title: z.string(),
  host: z.string(),
  state: z.enum(['live', 'ended']),
  runningOrder: z.array(z.string()),
  onAir: z.string().nullable(),
  promises: z.array(z.string()),
})
export type Room = z.infer<typeof room>

const offer = z.object({
  offerId: z.string(),
  rule: z
    .object({
      kind: z.string(),
      title: z.string().optional(),
      entrance: z.string().optional(),
      priceFen: z.int().optional(),
      scope: z.object({ products: z.array(z.string()).optional() }).optional(),
    })
    .nullable(),
})
export type RoomOffer = NonNullable<z.infer<typeof offer>['rule']>

export interface Show {
  readonly room: Room
  /** What holds only for who comes from it. */
  readonly offers: readonly RoomOffer[]
}

/** Shows that are on, asked of the server as a merchant's own pages would; none while it does not answer. */
export async function roomsOn(database: Queryable, shopId: string): Promise<readonly Room[]> {
  const answer = await ask(
    await readWindow(database, shopId),
    '/live-rooms?limit=50',
    z.object({ items: z.array(room) }),
  )
  return (answer?.items ?? []).filter(({ state }) => state === 'live')
}

/** Null: there is no such show, or the server does not answer. */
export async function readShow(database: Queryable, shopId: string, roomId: string): Promise<Show | null> {
  const set = await readWindow(database, shopId)
  const found = await ask(set, `/live-rooms/${encodeURIComponent(roomId)}`, room)
  if (!found) return null
  if (found.state === 'ended') return { room: found, offers: [] }
  const held = await ask(
    set,
    `/offers/in-effect?entrance=${encodeURIComponent(found.entrance)}`,
    z.object({ items: z.array(offer) }),
  )
  const rules = (held?.items ?? []).flatMap(({ rule }) => (rule ? [rule] : []))
  return { room: found, offers: rules.filter(({ entrance }) => entrance === found.entrance) }
}

async function ask<Answer>(set: WindowSetUp | null, path: string, shape: z.ZodType<Answer>): Promise<Answer | null> {
  if (!set?.offersKey) return null
  try {
    const answer = await fetch(`${set.url}/api/v1/shops/${set.shopId}${path}`, {
      headers: { authorization: `Bearer ${set.offersKey}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    return answer.ok ? (shape.safeParse(await answer.json()).data ?? null) : null
  } catch {
    // The server is away: the shop goes on without its shows.
    return null
  }
}
