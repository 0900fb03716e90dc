import fc from 'fast-check'
import type { Content, ContentKind } from '../src/message/content.ts'

const words = (max: number) =>
  fc
    .array(
      fc.constantFrom('大衣', '👨‍👩‍👧‍👦', 'grey coat', '，', '包邮', '🇨🇳', 'e\u0301', '7 天', '𠮷', '\n', ' ', 'A.'),
      { minLength: 1, maxLength: 60 },
    )
    .map((list) => `a${list.join('')}`.slice(0, max).replace(/\p{Surrogate}/gu, ''))
const url = fc.nat({ max: 1e9 }).map((n) => `https://shop.example/p/${n}?from=chat`)
const id = fc.nat({ max: 1e9 }).map((n) => `id-${n}`)
const money = fc.record({
  amount: fc.integer({ min: 0, max: 1e9 }),
  currency: fc.constantFrom('CNY', 'USD', 'JPY', 'CHF'),
})
const at = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 })
const source = fc.record({ sourceId: id, version: id, validTo: fc.option(at) })
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const token = fc.string({ unit: fc.constantFrom('a', '9', ':', '-'), minLength: 1, maxLength: 64 })

type Shapes = { readonly [Kind in ContentKind]: fc.Arbitrary<unknown> }

const shapes: Shapes = {
  text: fc.record({
    kind: fc.constant('text'),
    text: fc.oneof(
      words(400),
      words(400).map((text) =>
        text
          .repeat(20)
          .slice(0, 9000)
          .replace(/\p{Surrogate}/gu, ''),
      ),
    ),
  }),
  image: fc.record({ kind: fc.constant('image'), url, alt: optional(words(500)) }),
  video: fc.record({ kind: fc.constant('video'), url, title: optional(words(500)) }),
  file: fc.record({ kind: fc.constant('file'), url, name: words(400) }),
  link: fc.record({
    kind: fc.constant('link'),
    url,
    title: words(400),
    text: optional(words(1000)),
    picture: optional(url),
  }),
  'product-card': fc.record({
    kind: fc.constant('product-card'),
    productId: id,
    title: words(400),
    price: money,
    priceTo: optional(money),
    stock: fc.option(fc.nat(9999)),
    picture: optional(url),
    url,
    source,
  }),
  'order-card': fc.record({
    kind: fc.constant('order-card'),
    orderId: id,
    state: words(100),
    title: words(400),
    quantity: fc.integer({ min: 1, max: 99 }),
    total: money,
    picture: optional(url),
    url,
    source,
  }),
  parcel: fc.record({
    kind: fc.constant('parcel'),
    orderId: id,
    parcelId: id,
    company: words(50),
    number: id,
    state: words(100),
    latest: fc.option(fc.record({ at, text: words(900) })),
    url,
    source,
  }),
  coupon: fc.record({
    kind: fc.constant('coupon'),
    couponId: id,
    title: words(400),
    off: money,
    threshold: fc.option(money),
    validFrom: at,
    validTo: fc.option(at),
    terms: optional(words(900)),
    url: optional(url),
    source,
  }),
  'red-packet': fc.record({
    kind: fc.constant('red-packet'),
    redPacketId: id,
    title: words(400),
    amount: money,
    threshold: fc.option(money),
    validTo: at,
    url: optional(url),
    source,
  }),
  'mini-program': fc.record({
    kind: fc.constant('mini-program'),
    appId: id,
    title: words(400),
    path: id,
    picture: optional(url),
    url: optional(url),
  }),
  menu: fc.record({
    kind: fc.constant('menu'),
    text: words(2000),
    items: fc.array(fc.record({ token, label: words(400) }), { minLength: 1, maxLength: 50 }),
  }),
  form: fc.record({
    kind: fc.constant('form'),
    formId: id,
    text: words(2000),
    fields: fc.array(fc.record({ name: id, label: words(400), required: fc.boolean() }), {
      minLength: 1,
      maxLength: 20,
    }),
    url: optional(url),
  }),
  rating: fc.record({ kind: fc.constant('rating'), text: words(1000), scale: fc.integer({ min: 2, max: 10 }), token }),
  system: fc.record({ kind: fc.constant('system'), event: id, text: words(2000) }),
}

/** Contents of every kind, parsed by the schema that a real one must pass. */
export const contentArbitrary = (parse: (value: unknown) => Content): fc.Arbitrary<Content> =>
  fc.oneof(...Object.values(shapes)).map((value) => parse(JSON.parse(JSON.stringify(value))))

export const KINDS: readonly string[] = Object.keys(shapes)
