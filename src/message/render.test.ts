import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { contentArbitrary, KINDS } from '../../test/content-arbitrary.ts'
import { formatMoney } from '../kernel/money.ts'
import type { Capabilities } from './capabilities.ts'
import { type Content, type ContentKind, content as contentSchema } from './content.ts'
import { textOnlyProfile, webProfile, weixinKfProfile } from './profiles.ts'
import { render } from './render.ts'
import { readMoreToken } from './render-menu.ts'
import { localTime, type RenderWords, renderWords } from './render-words.ts'
import { cutText, measure, splitText } from './split-text.ts'

const lines = z.object({ zh: renderWords }).parse(JSON.parse(readFileSync('packs/general/render.json', 'utf8'))).zh
const words: RenderWords = { lines, utcOffsetMinutes: 480 }
const contents = contentArbitrary((value) => contentSchema.parse(value))

const kinds = z.enum([
  'text',
  'image',
  'video',
  'file',
  'link',
  'product-card',
  'order-card',
  'parcel',
  'coupon',
  'red-packet',
  'mini-program',
  'menu',
  'form',
  'rating',
  'system',
])
const kindSet = fc
  .subarray([...KINDS])
  .map((list): ReadonlySet<ContentKind> => new Set<ContentKind>(['text', ...z.array(kinds).parse(list)]))
const capabilities: fc.Arbitrary<Capabilities> = fc.record(
  {
    profile: fc.constant('random'),
    native: kindSet,
    textLimit: fc.record({ unit: fc.constantFrom('bytes', 'characters'), max: fc.integer({ min: 120, max: 4000 }) }),
    menu: fc.option(
      fc.record({
        maxItems: fc.integer({ min: 1, max: 20 }),
        maxLabelBytes: fc.integer({ min: 20, max: 200 }),
        maxTextBytes: fc.integer({ min: 100, max: 2000 }),
      }),
    ),
    linkCard: fc.record({
      maxTitleBytes: fc.integer({ min: 40, max: 200 }),
      maxTextBytes: fc.integer({ min: 100, max: 600 }),
    }),
    miniProgram: fc.constant({
      appId: 'wx1',
      maxTitleBytes: 64,
      paths: { 'product-card': 'pages/product?id={id}', coupon: 'pages/coupon?id={id}' },
    }),
    canLink: fc.boolean(),
    partsPerTurn: fc.option(fc.integer({ min: 1, max: 5 })),
    window: fc.constant(null),
    ratePerSecond: fc.constant(null),
  },
  { requiredKeys: ['profile', 'native', 'textLimit', 'menu', 'canLink', 'partsPerTurn', 'window', 'ratePerSecond'] },
)

/** What must be found in the parts, whatever the channel. */
function mandatory(one: Content): string[] {
  switch (one.kind) {
    case 'product-card':
      return [
        formatMoney(one.price),
        ...(one.priceTo ? [formatMoney(one.priceTo)] : []),
        ...(one.stock === null ? [] : [`${one.stock}`]),
        ...(one.url ? [one.url] : []),
      ]
    case 'order-card':
      return [formatMoney(one.total), `${one.quantity}`, ...(one.url ? [one.url] : [])]
    case 'parcel':
      return [one.number, ...(one.url ? [one.url] : [])]
    case 'coupon':
      return [
        formatMoney(one.off),
        ...(one.threshold ? [formatMoney(one.threshold)] : []),
        ...(one.validTo === null ? [] : [localTime(one.validFrom, words), localTime(one.validTo, words)]),
        ...(one.url ? [one.url] : []),
      ]
    case 'red-packet':
      return [
        formatMoney(one.amount),
        ...(one.threshold ? [formatMoney(one.threshold)] : []),
        localTime(one.validTo, words),
        ...(one.url ? [one.url] : []),
      ]
    case 'image':
    case 'video':
    case 'file':
    case 'link':
      return [one.url]
    case 'mini-program':
      return [one.url ?? one.path]
    case 'form':
      return one.url ? [one.url] : []
    default:
      return []
  }
}

// Where a text was split only blanks may be missing, so blanks do not count on either side.
const bare = (text: string): string => text.replace(/\s+/g, '')

function said(parts: readonly Content[]): string {
  const out = parts.map((part) => {
    if (KINDS.includes(part.kind) && mandatory(part).length > 0 && part.kind !== 'link')
      return [JSON.stringify(part), ...mandatory(part)].join(' ')
    return Object.values(part)
      .filter((value) => typeof value === 'string')
      .join(' ')
  })
  return bare(parts.map((part, at) => (part.kind === 'text' ? part.text : ` ${out[at]} `)).join(''))
}

function breaks(part: Content, limits: Capabilities): string | null {
  const textOf = part.kind === 'text' || part.kind === 'menu' ? part.text : ''
  if (measure(textOf, limits.textLimit) > limits.textLimit.max) return 'text too long'
  if (/\p{Surrogate}/u.test(textOf)) return 'cut inside a code point'
  if (part.kind === 'menu') {
    if (!limits.menu) return 'menu where there is none'
    if (part.items.length > limits.menu.maxItems) return 'too many items'
    if (part.items.some((item) => Buffer.byteLength(item.label) > (limits.menu?.maxLabelBytes ?? 0)))
      return 'label too long'
    if (part.items.some((item) => item.token.length > 64)) return 'token too long'
    if (Buffer.byteLength(part.text) > (limits.menu.maxTextBytes ?? 1e9)) return 'menu text too long'
    return null
  }
  if (!limits.native.has(part.kind)) return `${part.kind} is not native`
  if (part.kind === 'link' && limits.linkCard) {
    if (Buffer.byteLength(part.title) > limits.linkCard.maxTitleBytes) return 'title too long'
    if (Buffer.byteLength(part.text ?? '') > limits.linkCard.maxTextBytes) return 'link text too long'
  }
  return null
}

describe('render', () => {
  test('is total, keeps every limit and loses no mandatory fact, for every kind on every channel', () => {
    fc.assert(
      fc.property(fc.array(contents, { minLength: 1, maxLength: 4 }), capabilities, (list, limits) => {
        const { parts, losses } = render(list, limits, words)
        expect(parts.length).toBeGreaterThan(0)
        for (const part of parts) {
          expect(breaks(part, limits)).toBeNull()
          contentSchema.parse(part)
        }
        const all = said(parts)
        for (const fact of list.flatMap(mandatory)) expect(all).toContain(bare(fact))
        const most = limits.partsPerTurn ?? Number.POSITIVE_INFINITY
        if (parts.length > most) expect(losses.map((loss) => loss.lost)).toContain('over-parts')
      }),
      { numRuns: 600 },
    )
  })

  test('gives the web everything as it is', () => {
    fc.assert(
      fc.property(fc.array(contents, { maxLength: 4 }), (list) => {
        expect(render(list, webProfile, words)).toEqual({ parts: list, losses: [] })
      }),
    )
  })

  const coupon: Content = {
    kind: 'coupon',
    couponId: 'c1',
    title: '新人券',
    off: { amount: 2000, currency: 'CNY' },
    threshold: { amount: 19900, currency: 'CNY' },
    validFrom: Date.UTC(2026, 10, 1),
    validTo: Date.UTC(2026, 10, 11, 16),
    source: { sourceId: 'coupon:c1', version: '1', validTo: null },
  }

  test('writes a coupon with threshold and validity where only words go', () => {
    const { parts, losses } = render([coupon], textOnlyProfile, words)
    expect(parts).toEqual([
      { kind: 'text', text: '新人券\n满 ¥199.00 减 ¥20.00\n有效期:2026-11-01 08:00 至 2026-11-12 00:00' },
    ])
    expect(losses).toEqual([{ index: 0, kind: 'coupon', became: 'text', lost: 'form' }])
  })

  test('puts words and menu into one message where messages are counted', () => {
    const menu: Content = { kind: 'menu', text: '您问的是哪一件?', items: [{ token: 'a', label: '大衣' }] }
    const { parts } = render([{ kind: 'text', text: '在的' }, menu], { ...weixinKfProfile, partsPerTurn: 1 }, words)
    expect(parts).toEqual([{ ...menu, text: '在的\n您问的是哪一件?' }])
  })

  test('pages a menu of more items than the channel takes', () => {
    const items = Array.from({ length: 12 }, (_, at) => ({ token: `t${at}`, label: `第 ${at}` }))
    const { parts, losses } = render([{ kind: 'menu', text: '选', items }], weixinKfProfile, words)
    const [menu] = parts
    if (menu?.kind !== 'menu') throw new Error('no menu')
    expect(menu.items).toHaveLength(10)
    expect(menu.items[9]?.label).toBe('更多')
    expect(readMoreToken(menu.items[9]?.token ?? '')).toBe(9)
    expect(losses[0]?.lost).toBe('paged')
  })

  test('makes a link card with picture and facts of a product on WeChat', () => {
    const card: Content = {
      kind: 'product-card',
      productId: 'p1',
      title: '灰色大衣',
      price: { amount: 29900, currency: 'CNY' },
      stock: 3,
      picture: 'https://shop.example/p1.png',
      url: 'https://shop.example/p1',
      source: { sourceId: 'product:p1', version: '1', validTo: null },
    }
    expect(render([card], weixinKfProfile, words).parts).toEqual([
      { kind: 'link', url: card.url, title: '灰色大衣', text: '价格:¥299.00\n库存:3 件', picture: card.picture },
    ])
  })

  test('cuts words, and says so, only when the turn may not use another message', () => {
    const long = '很长的话。'.repeat(900)
    const free = render([{ kind: 'text', text: long }], { ...weixinKfProfile, partsPerTurn: null }, words)
    expect(free.parts.length).toBeGreaterThan(5)
    expect(free.losses).toEqual([])
    const counted = render([{ kind: 'text', text: long }, coupon], weixinKfProfile, words)
    expect(counted.parts.length).toBeLessThanOrEqual(2)
    expect(counted.losses.map((loss) => loss.lost)).toContain('text-cut')
    expect(said(counted.parts)).toContain('¥199.00')
  })
})

describe('splitText', () => {
  test('never cuts a family emoji in two', () => {
    const family = '👨‍👩‍👧‍👦'
    const parts = splitText(family.repeat(10), { unit: 'bytes', max: 60 })
    expect(parts.length).toBeGreaterThan(3)
    for (const part of parts) expect(part.replaceAll(family, '')).toBe('')
  })

  test('cuts at bytes where the vendor counts bytes', () => {
    expect(cutText('大衣大衣', { unit: 'bytes', max: 7 })).toBe('大衣')
    expect(cutText('大衣大衣', { unit: 'characters', max: 3 })).toBe('大衣大')
  })
})
