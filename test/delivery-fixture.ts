import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type FreshDatabase } from './database.ts'
import { commitReply, type TalkFixture } from './talk-fixture.ts'
import { createManualClock } from '../src/kernel/clock.ts'
import { done } from '../src/kernel/result.ts'
import type { Capabilities, Channel, OutboundEnvelope, SendOutcome } from '../src/message/index.ts'
import { renderWords, webProfile } from '../src/message/index.ts'
import { loadChannelAccount } from '../src/delivery/channel-account.store.ts'
import { listDeliveries } from '../src/delivery/dead-deliveries.store.ts'
import { createDelivery, type Delivery } from '../src/delivery/delivery.ts'

export const START = Date.UTC(2026, 10, 22)
const { zh } = z.object({ zh: renderWords }).parse(JSON.parse(readFileSync('packs/general/render.json', 'utf8')))
/** A platform that answers as told; what is not told, it takes. */
export function platform(more: { dropsDoubles?: boolean; capabilities?: Partial<Capabilities> } = {}) {
  const sent: OutboundEnvelope[] = []
  const answers: (SendOutcome | (() => Promise<SendOutcome>))[] = []
  const channel: Channel = {
    kind: 'fake',
    capabilities: { ...webProfile, ...more.capabilities },
    dropsDoubles: more.dropsDoubles ?? true,
    parse: () => done([]),
    async send(_account, _parts, envelope) {
      sent.push(envelope)
      const next = answers.shift() ?? { kind: 'delivered', receipt: 'r' }
      return typeof next === 'function' ? next() : next
    },
  }
  return { channel, sent, answers, seqs: () => sent.flatMap((each) => each.seqs) }
}

/** Delivery over a fresh database, with a clock of its own. */
export function openDelivery(fresh: FreshDatabase, channel: Channel) {
  const clock = createManualClock(START)
  const delivery = createDelivery({
    database: fresh.database,
    clock,
    random: () => 0.5,
    onError: (error) => {
      throw error
    },
    targetOf: async (job) => {
      const account = await loadChannelAccount(fresh.database, job.channelId)
      return account ? { account, channel, words: { lines: zh, utcOffsetMinutes: 480 } } : null
    },
  })
  return { clock, delivery }
}

export const say = (text: string) => [{ kind: 'text' as const, text }]
export const unreachable: SendOutcome = { kind: 'unreachable', reason: 'ECONNREFUSED' }

export const reply = (fresh: FreshDatabase, talk: TalkFixture, at: number) =>
  commitReply(fresh.database, talk, { contents: say('x'), at })

export async function statesOf(fresh: FreshDatabase, talk: TalkFixture): Promise<string[]> {
  const { orgId, conversationId } = talk
  const rows = await fresh.database.within([orgId], (tx) => listDeliveries(tx, { orgId, conversationId, most: 50 }))
  return rows.map((row) => [row.state, row.reason].filter(Boolean).join(' '))
}

export async function eventsOf(fresh: FreshDatabase, talk: TalkFixture): Promise<string[]> {
  const rows = await fresh.database.within([talk.orgId], (tx) =>
    tx.selectFrom('outbox').select('events').where('org_id', '=', talk.orgId).orderBy('position').execute(),
  )
  const shape = z.array(z.object({ type: z.string(), body: z.object({ state: z.string() }) }))
  return rows.flatMap((row) => shape.parse(row.events).map((event) => `${event.type} ${event.body.state}`))
}

export async function sweepUp(delivery: Delivery): Promise<number> {
  const count = await delivery.sweep()
  await delivery.drain()
  return count
}
