import { describe, expect, test } from 'vitest'
import { entryOf } from '../../test/knowledge-fixture.ts'
import type { AnswerFacts } from './answer-conditions.ts'
import { chooseVariant, hashText } from './choose-variant.ts'
import { type AnswerWhen, answer } from './entry.ts'
import { selectAnswer } from './select-answer.ts'

const plain: AnswerFacts = {
  stage: 'pre-sale',
  policy: {},
  facts: new Set(),
  attributes: {},
  channel: 'http',
  buyerGroups: [],
  minuteOfDay: 600,
  at: 1000,
  validities: new Set(),
  variables: new Map(),
  language: 'zh',
  isTrue: () => true,
}

const say = (id: string, when?: AnswerWhen, texts: readonly string[] = [id]) =>
  answer.parse({ id, texts, textsEn: [`${id} in English`], ...(when ? { when } : {}) })
const choose = (answers: ReturnType<typeof say>[], facts: Partial<AnswerFacts>) =>
  selectAnswer(entryOf('own', { answers }), { ...plain, ...facts })

describe('one condition', () => {
  const cases: [string, AnswerWhen, Partial<AnswerFacts>, Partial<AnswerFacts>][] = [
    ['stage', { stages: ['received', 'closed'] }, { stage: 'closed' }, { stage: 'pre-sale' }],
    ['policy set', { policy: { invoice: 'set' } }, { policy: { invoice: '电子发票' } }, { policy: { invoice: '' } }],
    ['policy set to zero', { policy: { freightFen: 'set' } }, { policy: { freightFen: 0 } }, {}],
    ['policy unset', { policy: { invoice: 'unset' } }, {}, { policy: { invoice: '有' } }],
    [
      'policy true',
      { policy: { freightInsurance: true } },
      { policy: { freightInsurance: true } },
      { policy: { freightInsurance: false } },
    ],
    ['policy false', { policy: { freightInsurance: false } }, { policy: { freightInsurance: false } }, {}],
    [
      'policy equal',
      { policy: { freeShippingFen: 0 } },
      { policy: { freeShippingFen: 0 } },
      { policy: { freeShippingFen: 9900 } },
    ],
    ['fact', { facts: ['order.late'] }, { facts: new Set(['order.late']) }, { facts: new Set(['order.known']) }],
    ['not fact', { notFacts: ['agents.onDuty'] }, {}, { facts: new Set(['agents.onDuty']) }],
    ['product', { products: ['p1', 'p2'] }, { productId: 'p2' }, { productId: 'p3' }],
    ['category', { categories: ['大衣'] }, { category: '女装>大衣' }, { category: '女装>连衣裙' }],
    ['category whole', { categories: ['女装>大衣'] }, { category: '女装>大衣' }, {}],
    [
      'attribute',
      { attribute: { key: '材质', value: '羊毛' } },
      { attributes: { 材质: '羊毛、锦纶' } },
      { attributes: { 材质: '羊毛混纺' } },
    ],
    ['channel', { channels: ['http'] }, {}, { channel: 'widget' }],
    ['buyer group', { buyerGroups: ['vip'] }, { buyerGroups: ['new', 'vip'] }, { buyerGroups: ['new'] }],
    ['named period', { validity: 'v1' }, { validities: new Set(['v1']) }, { validities: new Set(['v2']) }],
    ['from', { from: 1000 }, { at: 1000 }, { at: 999 }],
    ['to', { to: 1000 }, { at: 999 }, { at: 1000 }],
    ['hours', { hours: { from: '09:00', to: '18:00' } }, { minuteOfDay: 540 }, { minuteOfDay: 1080 }],
    ['hours over midnight', { hours: { from: '22:00', to: '08:00' } }, { minuteOfDay: 30 }, { minuteOfDay: 480 }],
  ]
  test.each(cases)('%s holds and fails', (...[, when, holding, failing]) => {
    const answers = [say('default'), say('special', when)]
    expect(choose(answers, holding).answer?.id).toBe('special')
    const other = choose(answers, failing)
    expect(other.answer?.id).toBe('default')
    expect(other.considered[0]).toMatchObject({ answerId: 'special', outcome: 'condition-failed' })
    expect(other.considered[0]?.failed.length).toBe(1)
  })
})

describe('which of two that hold', () => {
  const all: Partial<AnswerFacts> = {
    stage: 'received',
    validities: new Set(['v1']),
    productId: 'p1',
    category: '大衣',
    attributes: { 材质: '羊毛' },
    buyerGroups: ['vip'],
    policy: { invoice: '有', exchange: '可以' },
    facts: new Set(['agents.onDuty', 'order.known', 'order.late']),
  }
  const order: AnswerWhen[] = [
    { validity: 'v1' },
    { stages: ['received'] },
    { products: ['p1'] },
    { attribute: { key: '材质', value: '羊毛' } },
    { categories: ['大衣'] },
    { buyerGroups: ['vip'] },
    { channels: ['http'] },
    { policy: { invoice: 'set' } },
    { facts: ['agents.onDuty'] },
  ]
  test.each(order.slice(1).map((when, index) => [order[index], when]))('%j wins over %j', (stronger, weaker) => {
    const picked = choose([say('default'), say('weaker', weaker), say('stronger', stronger)], all)
    expect(picked.considered.map((one) => [one.answerId, one.outcome])).toEqual([
      ['stronger', 'chosen'],
      ['weaker', 'less-specific'],
      ['default', 'less-specific'],
    ])
  })

  test('one condition of a stronger kind outweighs several of weaker kinds', () => {
    const many = say('many', { channels: ['http'], policy: { invoice: 'set', exchange: 'set' }, buyerGroups: ['vip'] })
    expect(choose([many, say('one', { stages: ['received'] })], all).answer?.id).toBe('one')
  })

  test('of the same kinds the one with more conditions, then the order written', () => {
    const one = say('one', { facts: ['order.known'] })
    const two = say('two', { facts: ['order.known', 'order.late'] })
    expect(choose([one, two], all).answer?.id).toBe('two')
    expect(choose([one, say('same', { facts: ['order.late'] })], all).answer?.id).toBe('one')
  })

  test('says why', () => {
    expect(choose([say('default')], all).why).toContain('default')
    expect(choose([say('x', { stages: ['received'] })], all).why).toBe('most specific by stage: stages: received')
  })
})

describe('texts', () => {
  const priced = say('priced', { facts: ['agents.onDuty'] }, ['{product.price}', '{product.price} {product.stock}'])
  const facts = { facts: new Set(['agents.onDuty']) }

  test('a text with an unknown variable cannot be said; an answer without any other loses', () => {
    const picked = choose([say('default'), { ...priced, textsEn: [] }], facts)
    expect(picked.answer?.id).toBe('default')
    expect(picked.considered[0]).toMatchObject({
      outcome: 'variables-missing',
      missingVariables: ['product.price', 'product.stock'],
    })
  })

  test('the variants whose variables are known remain', () => {
    const picked = choose([say('default'), priced], { ...facts, variables: new Map([['product.price', '¥1']]) })
    expect(picked.variantsUsable).toEqual(['{product.price}'])
  })

  test('a language that an answer lacks is answered in the other', () => {
    expect(choose([say('default')], { language: 'en' }).variantsUsable).toEqual(['default in English'])
    expect(choose([{ ...say('default'), textsEn: [] }], { language: 'en' }).variantsUsable).toEqual(['default'])
  })

  test('nothing that holds means no answer, with every candidate explained', () => {
    const picked = choose([say('late', { facts: ['order.late'] })], {})
    expect(picked).toMatchObject({ answer: null, variantsUsable: [], considered: [{ failed: ['order.late'] }] })
    expect(picked.why).toContain('fallback')
  })
})

describe('rotation', () => {
  test('says what the buyer has not heard, then what was heard longest ago', () => {
    const variants = ['甲', '乙', '丙']
    const used = (texts: string[]) => ({ alreadyUsed: texts.map(hashText), seed: 7 })
    expect(chooseVariant(variants, used([]))).toBe('乙')
    expect(chooseVariant(variants, used(['乙', '丙']))).toBe('甲')
    expect(chooseVariant(variants, used(['丙', '甲', '乙']))).toBe('丙')
    expect(chooseVariant([], used([]))).toBeUndefined()
  })
  test('different buyers may hear different variants first', () => {
    const first = [0, 1, 2].map((seed) => chooseVariant(['甲', '乙', '丙'], { alreadyUsed: [], seed }))
    expect(first).toEqual(['甲', '乙', '丙'])
  })
})
