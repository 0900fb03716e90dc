import { type ConversationKey, readConversation } from '../../conversation/index.ts'
import { notFound } from '../../kernel/errors.ts'
import { type Actor, reachesShop } from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'

/** A conversation of a shop outside the actor's limit is one that does not exist. */
export async function readReached(tx: Tx, key: ConversationKey, actor: Actor) {
  const conversation = await readConversation(tx, key)
  if (!reachesShop(actor, conversation.shopId)) throw notFound()
  return conversation
}
