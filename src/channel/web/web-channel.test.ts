import { expect, test } from 'vitest'
import { createWebChannel } from './web-channel.ts'

const account = {
  orgId: 'o',
  shopId: 's',
  channelId: 'c',
  kind: 'web',
  name: 'shop page',
  secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  outboundUrl: null,
  quietMs: null,
  version: 1,
}

test('nobody speaks for a buyer by a request, and what is stored is delivered', async () => {
  const channel = createWebChannel()
  expect(channel.isPull?.(account)).toBe(true)
  expect(channel.parse(account, { headers: {}, body: Buffer.from('{}'), receivedAt: 0 })).toEqual({
    ok: false,
    problem: { kind: 'bad-signature' },
  })
  const envelope = {
    idempotencyKey: 'd',
    conversationId: 'c1',
    buyerId: 'b',
    buyerRef: 'v:1',
    turnId: null,
    seqs: [1],
    messageIds: ['m'],
    role: 'robot',
    at: 0,
  } as const
  expect(await channel.send(account, [{ kind: 'text', text: 'x' }], envelope)).toEqual({
    kind: 'delivered',
    receipt: 'pull',
  })
})
