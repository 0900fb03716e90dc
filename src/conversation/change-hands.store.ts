import { XiaoerError } from '../kernel/errors.ts'
import { appendEvents, type Tx } from '../storage/index.ts'
import type { Conversation, Owner } from './conversation-row.store.ts'
import { type ConversationKey, holdConversation } from './read-conversation.store.ts'

export interface Taking extends ConversationKey {
  /** Who takes or gives: a staff id or the id of an API key. */
  readonly by: string
  readonly at: number
}

export interface Changed {
  readonly conversation: Conversation
  /** What it was before; the same as now: nothing was changed. */
  readonly before: Owner
}

/**
 * A person answers from now on. Raises the epoch, so that no turn which began before can still answer; the caller then
 * waits for what is already on its way out before it says that the talk is his. Taking what one holds changes nothing.
 * Throws `not-found`, `answered-by-other`.
 */
export async function takeOver(tx: Tx, taking: Taking): Promise<Changed> {
  const held = await holdConversation(tx, taking)
  if (held.owner === 'human' && held.assignedTo === taking.by) return { conversation: held, before: 'human' }
  if (held.owner === 'human') throw new XiaoerError({ code: 'answered-by-other' })
  const conversation = await handTo(tx, held, { ...taking, owner: 'human' })
  return { conversation, before: held.owner }
}

/** The robot answers again. Throws `not-found`; `answered-by-other` when somebody else holds it and `isForced` is not set. */
export async function giveBack(tx: Tx, giving: Taking & { readonly isForced: boolean }): Promise<Changed> {
  const held = await holdConversation(tx, giving)
  if (held.owner === 'robot') return { conversation: held, before: 'robot' }
  const isHis = held.owner === 'waiting' || held.assignedTo === giving.by
  if (!isHis && !giving.isForced) throw new XiaoerError({ code: 'answered-by-other' })
  const conversation = await handTo(tx, held, { ...giving, owner: 'robot' })
  return { conversation, before: held.owner }
}

async function handTo(
  tx: Tx,
  held: Conversation,
  { orgId, by, at, owner }: Taking & { readonly owner: 'robot' | 'human' },
): Promise<Conversation> {
  const { conversationId, shopId } = held
  const assignedTo = owner === 'human' ? by : null
  const epoch = held.epoch + 1
  await tx
    .updateTable('conversation')
    .set({ owner, epoch, assigned_to: assignedTo })
    .where('org_id', '=', orgId)
    .where('conversation_id', '=', conversationId)
    .execute()
  const type = owner === 'human' ? 'conversation.taken-over' : 'conversation.given-back'
  const body = { conversationId, by, before: held.owner, epoch }
  await appendEvents(tx, [{ type, orgId, shopId, key: conversationId, at, body }])
  return { ...held, owner, assignedTo, epoch }
}
