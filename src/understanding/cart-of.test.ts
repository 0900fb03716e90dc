import { expect, test } from 'vitest'
import { contextOf, fact, reading } from '../../test/context-fixture.ts'
import type { Focus, MemoryFact, TalkedCart } from '../dialogue/index.ts'
import { lexicon } from '../knowledge/index.ts'
import { createCartWords } from '../language/index.ts'
import type { Product } from '../shop/index.ts'
import { cartOf } from './cart-of.ts'

const PRICE = 'general.price.total'
const price = { amount: 100, currency: 'CNY' }
const productOf = (productId: string): Product => ({
  ...{ productId, title: productId, category: '', onShelf: true, attributes: {}, url: '', updatedAt: 1 },
  skus: ['S', 'M'].map((size) => ({ skuId: `${productId}-${size}`, options: { size }, price, stock: 3 })),
})
const GOODS = new Map(['coat', 'hat'].map((id) => [id, productOf(id)]))
const LOOKING: Focus = {
  ...{ product: { id: 'coat', origin: 'reference', confidence: 1, gapMs: 0 }, skuId: 'coat-M' },
  ...{ order: null, productRivals: [], orderRivals: [] },
}
const { cart } = lexicon.parse({
  cart: {
    ...{ pieces: ['件'], more: ['再加', '加1'], joiners: ['加', '和'] },
    ...{ spelled: { two: 2 }, between: ['of', 'the'] },
  },
})

function cartIn(text: string, { focus = LOOKING, memory = [] }: { focus?: Focus; memory?: MemoryFact[] } = {}) {
  const plain = contextOf({ entries: { [PRICE]: 'question' }, memory })
  const knowledge = { ...plain.knowledge, cart: createCartWords(cart) }
  const entry = { ...knowledge.entry(PRICE), answers: [{ id: 'a', texts: ['{quote.total}'] }] }
  const mentioned = (words: string) =>
    [...GOODS.values()]
      .filter(({ title }) => words.includes(title))
      .slice(0, 1)
      .map((product) => ({ product, score: 1 }))
  const catalogue = { ...plain.catalogue, product: (id: string) => GOODS.get(id), mentioned }
  const context = { ...plain, catalogue, knowledge: { ...knowledge, entry: () => Object(entry) } }
  const best = reading(PRICE, 0.9)
  return cartOf({
    text,
    focus,
    context,
    wanted: [{ text, seqs: [1], best, rivals: [], band: 'answer' }],
    pending: null,
  })
}

const line = (skuId: string | null, quantity: number): TalkedCart['lines'] => [{ productId: 'coat', skuId, quantity }]

test('so many pieces are of the option that he looks at', () => {
  expect(cartIn('2件多少钱')?.lines).toEqual(line('coat-M', 2))
  expect(cartIn('2件多少钱', { focus: { ...LOOKING, skuId: null } })?.lines).toEqual(line(null, 2))
})

test('what was put together before keeps its option, whatever he looks at now', () => {
  const memory = [fact('cart', line('coat-S', 1))]
  expect(cartIn('3件多少钱', { memory })?.lines).toEqual(line('coat-S', 3))
})

test('one of this and add one of that is the whole list; add one more comes to what there is', () => {
  const memory = [fact('cart', line('coat-S', 1))]
  const hat = { productId: 'hat', skuId: null, quantity: 1 }
  expect(cartIn('1件hat加1件coat多少钱', { memory })?.lines).toEqual([hat, ...line('coat-S', 1)])
  expect(cartIn('再加1件coat多少钱', { memory })?.lines).toEqual(line('coat-S', 2))
  expect(cartIn('再加1件hat多少钱', { memory })?.lines).toEqual([...line('coat-S', 1), hat])
})

test('one more of something else comes to what was only looked at before', () => {
  const memory = [fact('focus-product', { id: 'coat', skuId: null })]
  const focus: Focus = { ...LOOKING, product: { id: 'hat', origin: 'words', confidence: 1, gapMs: 0 }, skuId: null }
  const hat = { productId: 'hat', skuId: null, quantity: 1 }
  expect(cartIn('再加1件hat多少钱', { focus, memory })?.lines).toEqual([...line(null, 1), hat])
})

test('in a language that parts its words a number before a thing counts it; another number does not', () => {
  const hat = { productId: 'hat', skuId: null, quantity: 1 }
  expect(cartIn('how much for 3 coat')?.lines).toEqual(line('coat-M', 3))
  expect(cartIn('two of the coat and a hat please')?.lines).toEqual([...line('coat-M', 2), hat])
  expect(cartIn('coat and 2 days later hat')?.lines).toEqual([...line('coat-M', 1), hat])
  expect(cartIn('衣服coat*3')?.lines).toEqual(line('coat-M', 1))
  expect(cartIn('coat衣服*3')?.lines).toEqual(line('coat-M', 3))
})
