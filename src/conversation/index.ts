export {
  addBuyerFile,
  FILE_ID_LENGTH,
  type FileAllowance,
  keepBuyerFile,
  readBuyerFile,
} from './buyer-files.store.ts'
export { adoptBuyer, type BuyerKey, findConversationOf } from './buyer-conversation.store.ts'
export { type Changed, giveBack, type Taking, takeOver } from './change-hands.store.ts'
export { type Closing, closeSession, closeSilentSessions } from './close-sessions.store.ts'
export type { Conversation, Owner } from './conversation-row.store.ts'
export { type ClaimedTurn, claimDueTurns, failTurn } from './due-turns.store.ts'
export { eraseTalk } from './erase-talk.store.ts'
export { findRepeated, type Repeated } from './find-repeated.store.ts'
export { readLastMessages } from './last-messages.store.ts'
export { type ConversationQuery, listConversations } from './list-conversations.store.ts'
export { listSessions, type Session } from './list-sessions.store.ts'
export { forgetMemory, type MemoryKey, type RememberedFact, readMemory } from './memory.store.ts'
export { type OpenedTalk, openTalkPart, type TalkKey } from './open-talk.store.ts'
export { type Posted, type Posting, postMessage } from './post-message.store.ts'
export { type ConversationKey, readConversation } from './read-conversation.store.ts'
export { findMessage, type LoggedMessage, readMessages } from './read-messages.store.ts'
export { type LoggedTurn, readTurn } from './read-turn.store.ts'
export * from './robot-turns.store.ts'
export { settledPart, type SettledRow, type SettledTurn } from './settle-turns.store.ts'
export { type Heard, heardPart, type HeardRow } from './store-heard.store.ts'
