import type { ConversationKey } from '../../conversation/index.ts'
import { chooseVariant } from '../../knowledge/index.ts'
import type { Content } from '../../message/index.ts'
import { fill } from '../../reply/index.ts'
import { type Actor, findStaff } from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'
import type { ShopModels } from '../../turn/index.ts'
import { readReached } from './read-reached.ts'

/** Where the notice is said, and of whom. An API key has no name of a person: the shop's is said. */
export interface Voice {
  readonly orgId: string
  readonly shopId: string
  readonly name: string | null
}

/** Throws `not-found`. */
export async function voiceOf(tx: Tx, key: ConversationKey, actor: Actor): Promise<Voice> {
  const { shopId } = await readReached(tx, key, actor)
  const person = actor.kind === 'staff' ? await findStaff(tx, actor.orgId, actor.id) : undefined
  return { orgId: key.orgId, shopId, name: person?.name ?? null }
}

export interface Notice {
  readonly voice: Voice
  readonly speech: 'agent.joined' | 'agent.left'
  readonly at: number
}

/** What the buyer is told when a person comes or goes, in the shop's language. Outside a transaction: it may load the shop. */
export async function noticeOf({ voice, speech, at }: Notice, models: Pick<ShopModels, 'get'>): Promise<Content> {
  const { view, knowledge } = await models.get(voice)
  const text = chooseVariant(knowledge.speech(speech, view.language), { alreadyUsed: [], seed: at }) ?? speech
  return { kind: 'system', event: speech, text: fill(text, new Map([['agent.name', voice.name ?? view.name]])) }
}
