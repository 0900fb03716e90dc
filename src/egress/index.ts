export { createEgress, type Egress, type EgressOptions } from './egress.ts'
export type { EgressProblem, EgressRequest, EgressResponse } from './egress-request.ts'
export { isPortAnswering } from './probe-port.ts'
export { nextAttemptAt } from './retry-table.ts'
export {
  newWebhookSecret,
  signWebhook,
  type Verdict,
  verifyWebhook,
  type WebhookHeaders,
} from './standard-webhooks.ts'
export { tryListening } from './try-listening.ts'
