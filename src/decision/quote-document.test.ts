import { expect, test } from 'vitest'
import { contextOf, reading } from '../../test/context-fixture.ts'
import type { Context, Understanding, Wanted } from '../dialogue/index.ts'
import { decide } from './decide.ts'

const wanted = (text: string, band: Wanted['band'], best: Wanted['best'] = null): Wanted => ({
  ...{ text, band, best, rivals: [], seqs: [1] },
})
const seenOf = (one: Wanted): Understanding => ({
  ...{
    text: one.text,
    language: 'zh',
    wanted: [one],
    entities: [],
    bare: null,
    other: [],
    choice: null,
    pending: null,
  },
  focus: { product: null, skuId: null, order: null, productRivals: [], orderRivals: [] },
  demandState: { value: 'pre-sale', origin: 'none' },
  emotion: { kind: 'neutral', confidence: 0 },
  cart: null,
})
const known = contextOf({ entries: { 'general.price.cheaper': 'question', 'general.care.wash': 'question' } })
const withScore = (score: number): Context => ({
  ...known,
  documents: {
    near: () => [{ id: 'd.1.0', text: '水洗三十度。', source: '手册 › 清洁', quote: '水洗三十度。', score }],
  },
})
const actsOf = (one: Wanted, score: number) => decide(seenOf(one), withScore(score)).acts.map(({ kind }) => kind)

test('a document is quoted where nothing known answers, with the piece it stands in', () => {
  const { acts } = decide(seenOf(wanted('能用几度的水洗', 'unsure')), withScore(0.7))
  expect(acts).toMatchObject([{ kind: 'cite', sentences: [{ passageId: 'd.1.0', source: '手册 › 清洁' }] }])
})

test('knowledge that is sure answers itself; a document that is not sure is not quoted', () => {
  expect(actsOf(wanted('能用几度的水洗', 'answer', reading('general.care.wash', 0.9)), 0.99)).toEqual(['answer'])
  expect(actsOf(wanted('能用几度的水洗', 'unsure'), 0.4)).toEqual(['fallback'])
})

test('half a recognition asks for more of the document, and what may be about prices is never read from one', () => {
  const half = wanted('能用几度的水洗', 'confirm', reading('general.care.wash', 0.5))
  expect(actsOf(half, 0.55)).toEqual(['ask'])
  expect(actsOf(half, 0.9)).toEqual(['cite'])
  expect(actsOf(wanted('再给点行不行', 'confirm', reading('general.price.cheaper', 0.5)), 0.99)).toEqual(['ask'])
})
