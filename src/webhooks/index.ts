export { createDispatcher, type Dispatcher, type DispatcherOptions } from './dispatcher.ts'
export {
  addEndpoint,
  changeEndpoint,
  findEndpoint,
  listEndpoints,
  removeEndpoint,
  rotateEndpointSecret,
  type WebhookEndpoint,
} from './endpoint.store.ts'
export { createFanOut, type FanOutOptions } from './fan-out.ts'
export { createListeners, type Listeners } from './listeners.ts'
export {
  findWebhook,
  listWebhookAttempts,
  listWebhooks,
  replayWebhooks,
  sendTestWebhook,
  type WebhookAttempt,
  type WebhookRow,
} from './webhook-log.store.ts'
