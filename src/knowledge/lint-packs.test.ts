import { describe, expect, test } from 'vitest'
import { entryOf, packOf } from '../../test/knowledge-fixture.ts'
import { bannedTerms, findBanned } from './banned-terms.ts'
import { answer, type Entry } from './entry.ts'
import { lintPacks } from './lint-packs.ts'
import { createPacks } from './packs.ts'

const PHRASINGS = '甲乙丙丁戊己庚辛壬癸子丑寅卯辰'.split('').map((word) => `${word}${word}${word}`)
const banned = bannedTerms.parse({
  terms: [{ term: '最', kind: 'absolute', except: ['最近'] }],
  patterns: [{ pattern: '1[3-9]\\d{9}', kind: 'contact', note: 'mobile number' }],
})
const say = (text: string, rest: object = {}) =>
  answer.parse({ id: 'default', texts: [text, '好'], textsEn: ['ok'], ...rest })
const sound = entryOf('general.a.sound', {
  phrasings: PHRASINGS,
  english: ['a', 'b', 'c', 'd'],
  answers: [say('好的')],
})
const lint = (change: Partial<Entry>, others: Entry[] = []) =>
  lintPacks(createPacks([packOf([{ ...sound, ...change }, ...others], { bannedTerms: banned })]), {})
const codes = (change: Partial<Entry>, others: Entry[] = []) =>
  lint(change, others).problems.map((one) => `${one.severity} ${one.code}`)

describe('pack lint', () => {
  test('a sound scenario has no problem', () => {
    expect(codes({})).toEqual([])
  })
  const cases: [string, Partial<Entry>, string][] = [
    ['eleven phrasings', { phrasings: PHRASINGS.slice(0, 11) }, 'error few-phrasings'],
    ['twelve phrasings', { phrasings: PHRASINGS.slice(0, 12) }, 'warning few-phrasings'],
    ['phrasings alike', { phrasings: [...PHRASINGS, '今天能发货吗亲', '今天能发货么亲'] }, 'error phrasings-alike'],
    ['little English', { english: ['a'] }, 'warning few-english'],
    ['no fallback', { answers: [say('好', { when: { stages: ['closed'] } })] }, 'error no-fallback'],
    [
      'unknown variable',
      { answers: [answer.parse({ id: 'default', texts: ['{moon.phase}', '好'], textsEn: ['ok'] })] },
      'error unknown-variable',
    ],
    ['hard figure', { answers: [say('满99元包邮')] }, 'warning hard-figure'],
    ['banned term', { answers: [say('我们最好')] }, 'error banned-term'],
    ['a number to call', { answers: [say('打13812345678')] }, 'error banned-term'],
    ['attribute without one', { answers: [say('{product.attribute}')] }, 'error no-attribute'],
    [
      'one variant',
      { answers: [answer.parse({ id: 'default', texts: ['好'], textsEn: ['ok'] })] },
      'warning one-variant',
    ],
    ['no English text', { answers: [answer.parse({ id: 'default', texts: ['好', '行'] })] }, 'warning no-english'],
    ['a negative that is a phrasing', { negatives: ['甲甲甲'] }, 'error negative-is-phrasing'],
    ['a boundary to nowhere', { boundaries: ['That is general.a.nowhere'] }, 'warning unknown-boundary'],
  ]
  test.each(cases)('%s', (_name, change, expected) => {
    expect(codes(change)).toEqual([expected])
  })
  test('a phrasing of another scenario is named from both sides', () => {
    const twin = {
      ...sound,
      entryId: 'general.a.twin',
      phrasings: [...PHRASINGS.map((text) => `${text}了吧`), '甲甲甲'],
    }
    const problems = lint({}, [twin]).problems.filter((one) => one.code === 'duplicate-across')
    expect(problems.map((one) => one.scenarioId)).toEqual(['general.a.sound', 'general.a.twin'])
  })
  test('harmless words that hold a banned one pass', () => {
    expect(findBanned('最近怎么样', banned)).toEqual([])
    expect(findBanned('最近最好', banned)).toEqual([{ term: '最', kind: 'absolute' }])
  })
})

describe('recognition of what was left out', () => {
  const packs = createPacks([
    packOf([sound, { ...sound, entryId: 'general.a.other', phrasings: ['一一一', '二二二'] }]),
  ])
  test('every phrasing is judged once by a recogniser that never saw it', () => {
    const judged: string[] = []
    const report = lintPacks(packs, {
      folds: 4,
      teach: (entries) => (text) => {
        expect(entries.flatMap((entry) => entry.phrasings)).not.toContain(text)
        judged.push(text)
        return 'general.a.sound'
      },
    })
    expect(judged.toSorted()).toEqual([...PHRASINGS, '一一一', '二二二'].toSorted())
    expect(report.recognition).toEqual([
      { scenarioId: 'general.a.sound', phrasings: 15, recognised: 15, missed: [] },
      {
        scenarioId: 'general.a.other',
        phrasings: 2,
        recognised: 0,
        missed: [
          { phrasing: '一一一', as: 'general.a.sound' },
          { phrasing: '二二二', as: 'general.a.sound' },
        ],
      },
    ])
    expect(report.recognised).toBeCloseTo(15 / 17)
  })
  test('a pack is judged beside those that it builds on, not beside another trade', () => {
    const entryOf = (entryId: string, phrasing: string) => ({ ...sound, entryId, phrasings: [phrasing] })
    const trade = (id: string) => ({ ...packOf([entryOf(`${id}.a.one`, id)]), id, extends: ['general'] })
    const taught: string[][] = []
    lintPacks(createPacks([packOf([sound]), trade('food'), trade('home')]), {
      packId: 'food',
      folds: 1,
      teach: (entries) => {
        taught.push(entries.map(({ entryId }) => entryId))
        return () => null
      },
    })
    expect(taught).toEqual([['general.a.sound', 'food.a.one']])
  })
})
