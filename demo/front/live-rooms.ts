import { randomUUID } from 'node:crypto'
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

const question = z.object({
  sample: z.string(),
  pinnedAt: z.string().nullable(),
  answer: z.array(z.object({ kind: z.string(), text: z.string().optional() })),
})

export interface Show {
  readonly room: Room
  /** What holds only for who comes from it. */
  readonly offers: readonly RoomOffer[]
  /** Questions whose answers the show pinned, as they hold now. */
  readonly pinned: readonly { readonly question: string; readonly answer: string }[]
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
  if (found.state === 'ended') return { room: found, offers: [], pinned: [] }
  const held = await ask(
    set,
    `/offers/in-effect?entrance=${encodeURIComponent(found.entrance)}`,
    z.object({ items: z.array(offer) }),
  )
  const rules = (held?.items ?? []).flatMap(({ rule }) => (rule ? [rule] : []))
  const asked = await ask(
    set,
    `/live-rooms/${encodeURIComponent(roomId)}/questions`,
    z.object({ items: z.array(question) }),
  )
  const pinned = (asked?.items ?? []).flatMap(({ sample, pinnedAt, answer }) => {
    const words = answer.find(({ kind }) => kind === 'text')?.text
    return pinnedAt === null || words === undefined ? [] : [{ question: sample, answer: words }]
  })
  return { room: found, offers: rules.filter(({ entrance }) => entrance === found.entrance), pinned }
}

export interface ViewerComment {
  readonly customerId: string
  readonly name: string
  readonly text: string
}

/** Hands a viewer's comment in, as a platform's feed would. False: the server did not take it. */
export async function handInComment(
  database: Queryable,
  { shopId, roomId }: { readonly shopId: string; readonly roomId: string },
  { customerId, name, text }: ViewerComment,
): Promise<boolean> {
  const set = await readWindow(database, shopId)
  if (!set?.offersKey) return false
  // Who is signed in at the shop is the same buyer in the chat window.
  const buyer = { id: `u:${customerId}`, ...(name && { name }) }
  const comments = [{ id: randomUUID(), buyer, text }]
  try {
    const answer = await fetch(
      `${set.url}/api/v1/shops/${set.shopId}/live-rooms/${encodeURIComponent(roomId)}/comments`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${set.offersKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ comments, ...(set.channelId && { channelId: set.channelId }) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      },
    )
    return answer.ok
  } catch {
    // The server is away: the viewer is told that it did not go through.
    return false
  }
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
