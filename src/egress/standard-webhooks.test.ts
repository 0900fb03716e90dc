import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { nextAttemptAt, RETRY_DELAYS_MS } from './retry-table.ts'
import { isWebhookSecret, newWebhookSecret, signWebhook, verifyWebhook } from './standard-webhooks.ts'

const HOUR = 3_600_000

describe('signWebhook and verifyWebhook', () => {
  test('agree with the standardwebhooks library in both directions', () => {
    const secret = newWebhookSecret()
    const body = Buffer.from('{"text":"灰色大衣包邮吗"}')
    const at = Date.now()
    const headers = signWebhook({ secrets: [secret], id: 'msg_1', at, body })
    expect(new Webhook(secret).verify(body.toString(), { ...headers })).toEqual({ text: '灰色大衣包邮吗' })
    const theirs = new Webhook(secret).sign('msg_1', new Date(at), body.toString())
    expect(headers['webhook-signature']).toBe(theirs)
    expect(
      verifyWebhook({ secrets: [secret], headers: { ...headers, 'webhook-signature': theirs }, body, now: at }),
    ).toBe('ok')
  })

  test('take either of two secrets while a key is being changed', () => {
    const [old, fresh] = [newWebhookSecret(), newWebhookSecret()]
    const body = Buffer.from('{}')
    const headers = { ...signWebhook({ secrets: [fresh, old], id: 'm', at: 1e12, body }) }
    for (const secrets of [[old], [fresh], [old, fresh]])
      expect(verifyWebhook({ secrets, headers, body, now: 1e12 })).toBe('ok')
    expect(verifyWebhook({ secrets: [newWebhookSecret()], headers, body, now: 1e12 })).toBe('bad-signature')
    expect(verifyWebhook({ secrets: [], headers, body, now: 1e12 })).toBe('bad-signature')
  })

  test('refuse any flipped byte, and what is more than five minutes off', () => {
    const secrets = [newWebhookSecret()]
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, at, mask) => {
          const body = Buffer.from(bytes)
          const headers = { ...signWebhook({ secrets, id: 'm', at: 1e12, body }) }
          expect(verifyWebhook({ secrets, headers, body, now: 1e12 })).toBe('ok')
          const flipped = Buffer.from(body)
          const index = at % flipped.length
          flipped.writeUInt8(flipped.readUInt8(index) ^ mask, index)
          expect(verifyWebhook({ secrets, headers, body: flipped, now: 1e12 })).toBe('bad-signature')
          expect(verifyWebhook({ secrets, headers, body, now: 1e12 + 301_000 })).toBe('too-old')
          expect(verifyWebhook({ secrets, headers, body, now: 1e12 - 301_000 })).toBe('too-old')
        },
      ),
    )
  })

  test('refuse missing and mangled headers without throwing', () => {
    const secrets = [newWebhookSecret()]
    const body = Buffer.from('{}')
    const good = { ...signWebhook({ secrets, id: 'm', at: 1e12, body }) }
    const mangled = [
      {},
      { ...good, 'webhook-id': '' },
      { ...good, 'webhook-timestamp': 'NaN' },
      { ...good, 'webhook-signature': 'v1,' },
    ]
    for (const headers of mangled) expect(verifyWebhook({ secrets, headers, body, now: 1e12 })).toBe('bad-signature')
  })

  test('know a secret from a word', () => {
    expect(isWebhookSecret(newWebhookSecret())).toBe(true)
    expect(isWebhookSecret('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toBe(true)
    for (const wrong of ['', 'whsec_', 'short', 'not base64 at all, is it?']) expect(isWebhookSecret(wrong)).toBe(false)
  })
})

describe('nextAttemptAt', () => {
  test('makes ten tries over 75 hours and a half, give or take a fifth', () => {
    expect(RETRY_DELAYS_MS.length + 1).toBe(10)
    for (const [random, factor] of [
      [0, 0.8],
      [0.5, 1],
      [1, 1.2],
    ] as const) {
      let at = 0
      for (let attempt = 1; attempt <= 9; attempt += 1) at = nextAttemptAt(attempt, at, random) ?? Number.NaN
      expect(at / HOUR).toBeCloseTo((75 + 35 / 60 + 5 / 3600) * factor, 3)
    }
    expect(nextAttemptAt(10, 0, 0.5)).toBeNull()
  })
})
