import { z } from 'zod'
import type { Egress } from '../../egress/index.ts'
import { XiaoerError } from '../../kernel/errors.ts'

const listing = z.object({
  shops: z.array(
    z.object({ id: z.string(), name: z.string(), group: z.string(), industry: z.string(), apiKey: z.string() }),
  ),
})
export type DemoShop = z.infer<typeof listing>['shops'][number]

/** The demo shop server's set-up page: its shops and their keys. Throws `not-ready` when it does not answer. */
export async function readDemoShops(request: Egress['request'], demoUrl: string): Promise<DemoShop[]> {
  const answer = await request({ method: 'GET', url: `${demoUrl}/setup`, timeoutMs: 10_000 })
  if (!answer.ok || answer.value.status !== 200) {
    const reason = answer.ok ? `status ${answer.value.status}` : answer.problem.reason
    throw new XiaoerError({ code: 'not-ready', message: `The demo shop at ${demoUrl} does not answer: ${reason}` })
  }
  return listing.parse(JSON.parse(answer.value.body.toString('utf8'))).shops
}

interface Subscription {
  readonly demoUrl: string
  readonly apiKey: string
  /** Where its pushes shall go. */
  readonly url: string
  readonly secret: string
}

/** Asks the demo server to push its changes; the same address again replaces the secret. */
export async function subscribe(request: Egress['request'], wanted: Subscription): Promise<void> {
  const answer = await request({
    method: 'POST',
    url: `${wanted.demoUrl}/webhook-subscriptions`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${wanted.apiKey}` },
    body: JSON.stringify({ url: wanted.url, secret: wanted.secret }),
    isRepeatable: true,
  })
  if (answer.ok && answer.value.status === 201) return
  const reason = answer.ok ? `status ${answer.value.status}` : answer.problem.reason
  throw new XiaoerError({ code: 'not-ready', message: `The demo shop takes no subscription: ${reason}` })
}

/** What a merchant pastes into his shop: where the chat window comes from, and the secret that vouches for his buyers. */
export interface WindowSetUp {
  readonly demoUrl: string
  readonly apiKey: string
  readonly url: string
  readonly shopId: string
  readonly secret: string
  readonly clockToken: string
  readonly offersKey: string
  readonly channelId: string
}

export async function setUpWindow(request: Egress['request'], { demoUrl, apiKey, ...set }: WindowSetUp): Promise<void> {
  const answer = await request({
    method: 'POST',
    url: `${demoUrl}/setup/window`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(set),
    isRepeatable: true,
  })
  if (answer.ok && answer.value.status === 204) return
  const reason = answer.ok ? `status ${answer.value.status}` : answer.problem.reason
  throw new XiaoerError({ code: 'not-ready', message: `The demo shop takes no chat window: ${reason}` })
}

const clock = z.object({ offsetMs: z.int() })

/** Reads the demo shop's clock, or moves it (and with it the server's) by hours. Null: it does not answer. */
export async function demoClock(
  request: Egress['request'],
  demoUrl: string,
  skipHours?: number,
): Promise<{ readonly offsetMs: number } | null> {
  const answer = await request({
    method: skipHours === undefined ? 'GET' : 'POST',
    url: `${demoUrl}/clock`,
    timeoutMs: 10_000,
    ...(skipHours !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ skipHours }),
    }),
  })
  if (!answer.ok || answer.value.status !== 200) return null
  return clock.parse(JSON.parse(answer.value.body.toString('utf8')))
}
