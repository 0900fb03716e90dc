import { type Egress, nextAttemptAt, signWebhook } from '../egress/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Webhook, WebhookOutcome } from './webhook-delivery.store.ts'
import { TRIES_PER_ROUND } from './webhook-log.store.ts'

export interface WebhookSender {
  readonly egress: Egress
  readonly clock: Clock
  readonly random: () => number
  readonly timeoutMs: number
}

/** One signed POST. Only a 2xx counts; everything else is tried again by the table. */
export async function sendWebhook(webhook: Webhook, sender: WebhookSender): Promise<WebhookOutcome> {
  const { clock } = sender
  const startedAt = clock.now()
  if (!webhook.endpoint) {
    const { attempts } = webhook
    return { webhook, state: 'dead', attempts, nextAt: null, reason: 'endpoint-disabled', at: startedAt, try: null }
  }
  const { url, secrets } = webhook.endpoint
  const body = Buffer.from(webhook.body)
  const signed = signWebhook({ secrets, id: webhook.webhookDeliveryId, at: startedAt, body })
  const answer = await sender.egress.request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', 'user-agent': 'xiaoer', ...signed },
    body,
    timeoutMs: sender.timeoutMs,
    maxBytes: 65_536,
    isRepeatable: true,
  })
  const at = clock.now()
  const status = answer.ok ? answer.value.status : null
  const attempts = webhook.attempts + 1
  const rest = { webhook, attempts, at, try: { status, durationMs: Math.max(0, Math.round(at - startedAt)) } }
  if (status !== null && status >= 200 && status < 300)
    return { ...rest, state: 'delivered', nextAt: null, reason: null }
  const reason = answer.ok ? `status ${answer.value.status}` : answer.problem.reason.slice(0, 300)
  const place = ((attempts - 1) % TRIES_PER_ROUND) + 1
  const nextAt = status === 410 ? null : nextAttemptAt(place, at, sender.random())
  return { ...rest, state: nextAt === null ? 'dead' : 'retrying', nextAt, reason }
}
