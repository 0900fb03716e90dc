export { type AccountBook, createAccountBook } from './account-book.ts'
export type { ChannelTarget } from './attempt-send.ts'
export {
  type ChannelSettings,
  changeChannelAccount,
  channelSettings,
  createChannelAccount,
  dropOldSecret,
  findChannelAccount,
  listChannelAccounts,
  loadChannelAccount,
  rotateChannelSecret,
  type StoredChannelAccount,
} from './channel-account.store.ts'
export type { WindowRow } from './contact-window.store.ts'
export {
  type DeliveryRow,
  findDelivery,
  listAttempts,
  listDead,
  listDeliveries,
  replayDelivery,
  shopOfConversation,
} from './dead-deliveries.store.ts'
export { createDelivery, type Delivery, type DeliveryOptions } from './delivery.ts'
export { CLAIM_MS, type DeliveryJob, type Speaker } from './delivery-job.ts'
export type { DeliveryState, Settlement } from './settlement.ts'
export { windowState } from './window-state.store.ts'
