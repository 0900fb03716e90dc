import { describe, expect, test } from 'vitest'
import { entryOf, T0 } from '../../test/knowledge-fixture.ts'
import { newUuid } from '../kernel/ids.ts'
import { diagnoseEntry, hardFigure } from './diagnose-entry.ts'
import { type AnswerWhen, answer, type Entry } from './entry.ts'
import type { ValidityRule } from './validity.ts'

const say = (id: string, when?: AnswerWhen, text = '好的') =>
  answer.parse({ id, texts: [text], ...(when ? { when } : {}) })
const diagnose = (change: Partial<Entry>, siblings: Entry[] = []) =>
  diagnoseEntry(entryOf(newUuid(T0), change), {
    at: T0,
    siblings,
    validities: new Map<string, ValidityRule>([
      ['over', { ranges: [{ from: null, to: T0 - 1 }] }],
      ['on', {}],
    ]),
  })
const codes = (change: Partial<Entry>, siblings: Entry[] = []) =>
  diagnose(change, siblings).map((one) => `${one.code} ${one.path}`)

describe('diagnosis of an entry', () => {
  test('a sound entry has none', () => {
    expect(diagnose({}, [entryOf('general.other.x', { phrasings: ['多久发货'] })])).toEqual([])
  })

  const cases: [string, Partial<Entry>, string][] = [
    ['no fallback', { answers: [say('a', { stages: ['received'] })] }, 'no-fallback answers'],
    ['no fallback without variables', { answers: [say('a', undefined, '{product.price}')] }, 'no-fallback answers'],
    ['a second default', { answers: [say('a'), say('b')] }, 'never-reached answers.1'],
    [
      'a narrower stage after a wider one',
      { answers: [say('a', { stages: ['received', 'closed'] }), say('b', { stages: ['closed'] }), say('c')] },
      'never-reached answers.1',
    ],
    [
      'contradiction',
      { answers: [say('a', { facts: ['order.known'], notFacts: ['order.known'] }), say('b')] },
      'contradiction answers.0.when',
    ],
    ['expired period', { answers: [say('a', { to: T0 }), say('b')] }, 'expired answers.0.when.to'],
    [
      'expired named period',
      { answers: [say('a', { validity: 'over' }), say('b')] },
      'expired answers.0.when.validity',
    ],
    [
      'unknown named period',
      { answers: [say('a', { validity: 'gone' }), say('b')] },
      'unknown-validity answers.0.when.validity',
    ],
    ['unknown fact', { answers: [say('a', { facts: ['moon.full'] }), say('b')] }, 'unknown-fact answers.0.when'],
    ['unknown policy', { answers: [say('a', { policy: { moon: 'set' } }), say('b')] }, 'unknown-policy answers.0.when'],
    [
      'unknown variable',
      { answers: [say('a', undefined, '{moon.phase}'), say('b')] },
      'unknown-variable answers.0.texts.0',
    ],
    ['hard figure', { answers: [say('a', undefined, '满99元包邮')] }, 'hard-figure answers.0.texts.0'],
    ['unknown scenario', { overrides: 'general.none.such' }, 'unknown-scenario overrides'],
    ['a phrasing twice', { phrasings: ['有赠品吗', '有赠品吗?'] }, 'duplicate-phrasing phrasings.1'],
    [
      'nearly the same phrasing',
      { phrasings: ['请问这个东西有赠品吗', '请问那个东西有赠品吗'] },
      'near-duplicate-phrasing phrasings.1',
    ],
  ]
  test.each(cases)('%s', (_name, change, expected) => {
    expect(codes(change)).toEqual([expected])
  })

  test('what stands in between is reached', () => {
    const answers = [
      say('a', { stages: ['closed'] }),
      say('b', { stages: ['received', 'closed'] }),
      say('c', undefined, '{product.price}'),
      say('d'),
    ]
    expect(codes({ answers })).toEqual([])
  })

  test('a phrasing of another entry is named with that entry, unless this entry replaces it', () => {
    const scenario = entryOf('general.gift.has', { phrasings: ['有没有赠品呀'] })
    const found = diagnose({ phrasings: ['有没有赠品呀'] }, [scenario])
    expect(found).toMatchObject([{ code: 'duplicate-phrasing', other: 'general.gift.has', severity: 'warning' }])
    expect(diagnose({ phrasings: ['有没有赠品呀'], overrides: 'general.gift.has' }, [scenario])).toEqual([])
  })

  test('what may not be saved is an error', () => {
    expect(diagnose({ match: 'regex', phrasings: ['(a+)+'] })).toMatchObject([
      { severity: 'error', code: 'unsafe-pattern' },
    ])
  })

  test.each([
    ['满99元包邮', '99元'],
    ['48小时内发货', '48小时'],
    ['打8折', '8折'],
    ['¥199就够了', '¥199'],
    ['3天内到', '3天'],
    ['10% off', '10%'],
    ['within 3 days', '3 days'],
  ])('%s holds a figure', (text, figure) => {
    expect(hardFigure(text)).toBe(figure)
  })
  test.each([
    '满{policy.freeShippingFen}包邮',
    '24小时在线'.replace('24小时', '全天'),
    '可以看下第2张图',
    'A4纸',
    '七天无理由',
  ])('%s holds none', (text) => {
    expect(hardFigure(text)).toBeNull()
  })
})
