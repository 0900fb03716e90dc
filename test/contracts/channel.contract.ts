import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { contentArbitrary } from '../content-arbitrary.ts'
import {
  type Channel,
  type ChannelAccount,
  content,
  type InboundMessage,
  type OutboundEnvelope,
  type RawInbound,
  render,
  type RenderWords,
} from '../../src/message/index.ts'

export type PlatformMood = 'takes' | 'refuses' | 'fails' | 'throttles' | 'hangs' | 'hangs-up' | 'is-away'

/** A platform at its door, as a channel's test sees it. */
export interface ChannelHarness {
  readonly channel: Channel
  /** An account with one valid secret, and the same account with the key changed and the old one still valid. */
  readonly account: ChannelAccount
  readonly rotated: ChannelAccount
  /** The request that the platform sends for these messages, truly signed with the account's (old) secret. */
  request(messages: readonly InboundMessage[], at: number): RawInbound
  /** A request with this very body, truly signed. */
  sign(body: Buffer, at: number): RawInbound
  /** How old a request may be, ms. */
  readonly toleranceMs: number
  behave(mood: PlatformMood): void
  /** Bodies that the platform got and whose signature it could verify. */
  readonly received: readonly { readonly key: string; readonly body: unknown }[]
  readonly words: RenderWords
  close(): Promise<void>
}

const AT = Date.UTC(2026, 10, 22, 8)
const hello: InboundMessage = {
  messageId: '4781320682406083640',
  buyer: { id: '9007199254740993', name: '小李' },
  content: { kind: 'text', text: '包邮吗 😀' },
  reference: { productId: '6917529027641081856' },
}
const envelope: OutboundEnvelope = {
  idempotencyKey: 'd-1',
  conversationId: 'c-1',
  buyerId: 'b-1',
  buyerRef: 'ref-1',
  turnId: null,
  seqs: [2],
  messageIds: ['m-1'],
  role: 'robot',
  at: AT,
}

/** What every channel promises. Call it in the channel's own test file. */
export function channelContract(name: string, open: () => Promise<ChannelHarness>): void {
  describe(`channel ${name}`, () => {
    let opened: ChannelHarness | null = null
    const harnessOf = (): ChannelHarness => {
      if (!opened) throw new Error('the harness is not open')
      return opened
    }
    beforeAll(async () => {
      opened = await open()
    })
    afterAll(() => harnessOf().close())
    readingTests(harnessOf)
    refusalTests(harnessOf)
    sendingTests(harnessOf)
    renderedTests(harnessOf)
  })
}

function readingTests(harnessOf: () => ChannelHarness): void {
  test('reads what was truly signed, ids of 64 bits whole', () => {
    const read = harnessOf().channel.parse(harnessOf().account, harnessOf().request([hello], AT))
    expect(read.ok && read.value).toMatchObject([hello])
    const two = harnessOf().channel.parse(
      harnessOf().account,
      harnessOf().request([hello, { ...hello, messageId: '2' }], AT),
    )
    expect(two.ok && two.value.map((each) => each.messageId)).toEqual([hello.messageId, '2'])
  })

  test('gives the same ids for the same message, so that doubles are known', () => {
    const twice = [1, 2].map(() => harnessOf().channel.parse(harnessOf().account, harnessOf().request([hello], AT)))
    expect(twice[0]).toEqual(twice[1])
  })

  test('takes the old key while it is being changed', () => {
    expect(harnessOf().channel.parse(harnessOf().rotated, harnessOf().request([hello], AT)).ok).toBe(true)
  })

  test('never throws over a body that was signed but makes no sense', () => {
    const bodies = [
      '',
      'null',
      '[]',
      '{}',
      '{"messages":[]}',
      '{"messages":3}',
      '\ufeff{',
      '"x"',
      '{"messageId":4781320682406083640}',
    ]
    for (const text of bodies) {
      const read = harnessOf().channel.parse(harnessOf().account, harnessOf().sign(Buffer.from(text), AT))
      expect(read.ok).toBe(false)
      expect(z.object({ problem: z.object({ kind: z.literal('unreadable') }) }).safeParse(read).success).toBe(true)
    }
  })
}

function refusalTests(harnessOf: () => ChannelHarness): void {
  test('refuses any flipped byte of the body, before reading it', () => {
    const request = harnessOf().request([hello], AT)
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, mask) => {
        const body = Buffer.from(request.body)
        const index = place % body.length
        body.writeUInt8(body.readUInt8(index) ^ mask, index)
        const read = harnessOf().channel.parse(harnessOf().account, { ...request, body })
        expect(read).toEqual({ ok: false, problem: { kind: 'bad-signature' } })
      }),
    )
  })

  test('refuses a request of another account, and one without headers', () => {
    const request = harnessOf().request([hello], AT)
    const other = { ...harnessOf().account, secrets: ['whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz'] }
    for (const [account, headers] of [
      [other, request.headers],
      [harnessOf().account, {}],
    ] as const) {
      expect(harnessOf().channel.parse(account, { ...request, headers })).toEqual({
        ok: false,
        problem: { kind: 'bad-signature' },
      })
    }
  })

  test('refuses what is too old or of the future', () => {
    const request = harnessOf().request([hello], AT)
    const at = (receivedAt: number) => harnessOf().channel.parse(harnessOf().account, { ...request, receivedAt })
    expect(at(AT + harnessOf().toleranceMs - 1000).ok).toBe(true)
    for (const off of [1, -1]) {
      expect(at(AT + off * (harnessOf().toleranceMs + 2000))).toEqual({ ok: false, problem: { kind: 'too-old' } })
    }
  })
}

function sendingTests(harnessOf: () => ChannelHarness): void {
  const send = (key = 'd-1') =>
    harnessOf().channel.send(harnessOf().account, [{ kind: 'text', text: '在的' }], {
      ...envelope,
      idempotencyKey: key,
    })

  test.each([
    ['takes', 'delivered'],
    ['refuses', 'refused'],
    ['fails', 'unreachable'],
    ['throttles', 'unreachable'],
    ['is-away', 'unreachable'],
    ['hangs', 'unknown'],
    ['hangs-up', 'unknown'],
  ] as const)('when the platform %s, the outcome is "%s"', async (mood, kind) => {
    harnessOf().behave(mood)
    const outcome = await send()
    harnessOf().behave('takes')
    expect(outcome.kind).toBe(kind)
    if (mood === 'throttles') expect(outcome).toMatchObject({ retryAfterMs: 7000 })
  })

  test('sends a second time under the same key, so that the platform can drop it', async () => {
    const before = harnessOf().received.length
    await send('d-7')
    await send('d-7')
    expect(
      harnessOf()
        .received.slice(before)
        .map((each) => each.key),
    ).toEqual(['d-7', 'd-7'])
  })
}

function renderedTests(harnessOf: () => ChannelHarness): void {
  test('sends whatever was rendered for its capabilities', async () => {
    const any = contentArbitrary((value) => content.parse(value))
    const lists = fc.sample(fc.array(any, { minLength: 1, maxLength: 3 }), { numRuns: 30, seed: 7 })
    for (const list of lists) {
      const { parts } = render(list, harnessOf().channel.capabilities, harnessOf().words)
      const outcome = await harnessOf().channel.send(harnessOf().account, parts, envelope)
      expect(outcome.kind).toBe('delivered')
    }
  })
}
