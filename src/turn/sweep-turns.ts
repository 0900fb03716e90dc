import { claimDueTurns, type ClaimedTurn, failTurn } from '../conversation/index.ts'
import { newUuid } from '../kernel/ids.ts'
import type { House } from './house.ts'
import { runTurn } from './run-turn.ts'
import type { OpenTurn } from './talk.ts'

const MOST_AT_ONCE = 100
/** A turn that killed its process so many times is given to a person. */
const MOST_ATTEMPTS = 5

/** Heals what a crash left behind: turns whose claim ran out are taken over and answered, once. Returns how many. */
export async function sweepTurns(house: House): Promise<number> {
  const at = house.clock.now()
  const turns = await claimDueTurns(house.hot, {
    claim: newUuid(at),
    at,
    until: at + house.claimMs,
    most: MOST_AT_ONCE,
  })
  await Promise.all(turns.map((turn) => heal(turn, house)))
  return turns.length
}

async function heal(turn: ClaimedTurn, house: House): Promise<void> {
  const at = house.clock.now()
  if (turn.attempts > MOST_ATTEMPTS || turn.messages.length === 0) {
    await failTurn(house.hot, { orgId: turn.org_id, turnId: turn.turn_id, claim: turn.claim, at })
    return
  }
  const account = {
    orgId: turn.org_id,
    shopId: turn.shop_id,
    channelId: turn.channel_id,
    kind: turn.channel_kind,
    quietMs: null,
  }
  const talk = await house.talks.find({ account, buyerRef: turn.external_id, name: null, customerId: null }, at)
  const open: OpenTurn = {
    turnId: turn.turn_id,
    claim: turn.claim,
    receivedAt: turn.received_at,
    attempts: turn.attempts,
    messages: turn.messages.map(({ message_id, seq, content, reference, sent_at }) => ({
      messageId: message_id,
      seq,
      content,
      reference,
      at: sent_at,
    })),
    epoch: turn.epoch,
    versions: { version: turn.version, goodsVersion: turn.goods_version },
    versionsAt: at,
    writing: 0,
    isUnsure: false,
    dueAt: at,
    cancel: null,
  }
  // Whoever heard it may have died before the window was open.
  await house.openWindow({ ...account, buyerId: talk.buyerId, at: turn.received_at })
  // The burst that is just being collected here is not ours to touch: it has a claim of its own.
  talk.running = talk.running.then(() => runTurn(talk, open, house))
  await talk.running
}
