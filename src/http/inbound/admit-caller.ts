import { notFound, XiaoerError } from '../../kernel/errors.ts'
import type { Channel, ChannelAccount, InboundMessage } from '../../message/index.ts'
import { type Actor, isAllowed, reachesShop } from '../../staff/index.ts'
import type { Headers } from '../route.ts'
import { checkKey, readMessages, refusal } from './read-messages.ts'

export interface Speaking {
  readonly channelId: string
  readonly actor: Actor | null
  readonly headers: Headers
  readonly body: Buffer
  readonly at: number
  charge(caller: string): void
}

export interface Doorkeeper {
  readonly channels: readonly Channel[]
  /** From memory; null: no such account, or it is switched off. */
  readonly findAccount: (channelId: string) => Promise<ChannelAccount | null>
}

export interface Admitted {
  readonly account: ChannelAccount
  readonly messages: readonly InboundMessage[]
}

/** Who may speak on a channel: its platform, by its signature, or an API key of the shop. Both may vouch for the buyer. */
export async function admitCaller(speaking: Speaking, door: Doorkeeper): Promise<Admitted> {
  const { actor, headers, channelId } = speaking
  const key = checkKey(headers['idempotency-key'])
  if (actor) {
    if (actor.kind !== 'api-key') throw new XiaoerError({ code: 'forbidden', message: 'Buyers speak by API key.' })
    if (!isAllowed(actor, 'messages:write')) throw new XiaoerError({ code: 'forbidden' })
    const account = await door.findAccount(channelId)
    if (!account || account.orgId !== actor.orgId || !reachesShop(actor, account.shopId)) throw notFound()
    return { account, messages: readMessages(speaking.body, key) }
  }
  // Without either there is nothing to check, and nothing is told of what exists.
  if (headers['webhook-signature'] === undefined) throw new XiaoerError({ code: 'not-signed-in' })
  const account = await door.findAccount(channelId)
  const channel = door.channels.find(({ kind }) => kind === account?.kind)
  if (!account || !channel) throw notFound()
  const read = channel.parse(account, { headers, body: speaking.body, receivedAt: speaking.at })
  if (!read.ok) throw refusal(read.problem)
  speaking.charge(`channel ${channelId}`)
  return { account, messages: read.value }
}
