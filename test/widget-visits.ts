import { sql } from 'kysely'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { JourneyHouse } from './journey-house.ts'

const talkShape = z.object({
  conversationId: z.string(),
  lastSeq: z.int(),
  owner: z.string(),
  ahead: z.int().nullable(),
})
const started = z.object({
  session: z.string(),
  isKnown: z.boolean(),
  name: z.string().nullable(),
  shop: z.object({ name: z.string(), language: z.string(), greeting: z.string() }),
  conversation: talkShape.nullable(),
})
export const acked = z.object({ acks: z.array(z.object({ seq: z.int().optional(), error: z.unknown().optional() })) })
const polled = z.object({
  conversation: talkShape.nullable(),
  items: z.array(z.object({ seq: z.int(), role: z.string(), content: z.object({ kind: z.string() }).loose() })),
})

/** What the browsers of visitors ask of the chat window's door. */
export function visitsOf(house: () => Pick<JourneyHouse, 'ask' | 'shopId'>) {
  let said = 0
  const post = (path: string, body: unknown) => house().ask({ method: 'POST', url: `/api/v1/widget/${path}`, body })
  const say = (session: string, content: unknown, more: object = {}) =>
    post('messages', { session, items: [{ messageId: `w${(said += 1)}`, content, ...more }] })
  return {
    post,
    start: async (more: object = {}) =>
      started.parse((await post('sessions', { shopId: house().shopId, ...more })).body),
    show: say,
    send: (session: string, text: string, more: object = {}) => say(session, { kind: 'text', text }, more),
    give: (session: string, raw: Buffer | string, headers: Readonly<Record<string, string>> = {}) =>
      house().ask({
        method: 'POST',
        url: `/api/v1/widget/files?session=${session}`,
        raw,
        headers: { 'content-type': 'text/plain', ...headers },
      }),
    poll: async (session: string, afterSeq: number, waitS = 0) =>
      polled.parse((await post('poll', { session, afterSeq, waitS })).body),
  }
}

export interface Line {
  readonly frames: { readonly type: string; readonly [key: string]: unknown }[]
  say(frame: unknown): void
  heard(type: string, count?: number): Promise<void>
  close(): Promise<void>
}

const frameShape = z.object({ type: z.string() }).loose()

export async function dialWidget(port: number, session: string): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/widget/ws?session=${session}`)
  const frames: Line['frames'] = []
  socket.on('message', (bytes) => frames.push(frameShape.parse(JSON.parse(bytes.toString()))))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return {
    frames,
    say: (frame) => socket.send(JSON.stringify(frame)),
    heard: (type, count = 1) =>
      expect.poll(() => frames.filter((frame) => frame.type === type).length).toBeGreaterThanOrEqual(count),
    close: () =>
      new Promise((resolve) => {
        socket.once('close', () => resolve())
        socket.close()
      }),
  }
}

const people = new Map<string, string>()
const sum = z.array(z.object({ place: z.string(), rows: z.coerce.number() }))

/** How many rows of each kind are left of a talk and of the buyer whose it was. */
export async function countRows(house: Pick<JourneyHouse, 'look'>, talk: string): Promise<Record<string, number>> {
  const found = await house.look((tx) =>
    tx.selectFrom('conversation').select('buyer_id').where('conversation_id', '=', talk).executeTakeFirst(),
  )
  if (found) people.set(talk, found.buyer_id)
  const buyer = people.get(talk) ?? ''
  const ofTalk = ['message', 'turn', 'due_turn', 'delivery', 'due_delivery', 'session', 'conversation']
  const counts = ofTalk.map(
    (place) => `select '${place}' place, count(*) rows from ${place} where conversation_id = '${talk}'`,
  )
  const ofBuyer = ['buyer', 'memory', 'contact_window'].map(
    (place) => `select '${place}', count(*) from ${place} where buyer_id = '${buyer}'`,
  )
  const keys = `select 'heard_key', count(*) from heard_key where message_id in (select message_id from message where conversation_id = '${talk}')`
  const { rows } = await house.look((tx) => sql.raw([...counts, ...ofBuyer, keys].join(' union all ')).execute(tx))
  return Object.fromEntries(sum.parse(rows).map(({ place, rows: count }) => [place, count]))
}
