import { expect, test } from 'vitest'
import { contextOf, fact, reading } from '../../test/context-fixture.ts'
import type { Entity, Focus, Wanted } from '../dialogue/index.ts'
import { createMeasurer } from '../language/index.ts'
import { askedAnew } from './asked-anew.ts'

const NO_FOCUS: Focus = { product: null, skuId: null, order: null, productRivals: [], orderRivals: [] }
const BLACK: Entity = { kind: 'option', value: '黑色', text: '黑色', confidence: 0.9, origin: 'words' }
const memory = [fact('topic', { entryId: 'p.size.which', text: '110斤穿什么码' })]

test('words that only name another measure, option or product ask the question before once more', () => {
  expect(best(said('我朋友140斤呢'))).toBe('p.size.which')
  expect(best(said('黑色呢'), { entities: [BLACK] })).toBe('p.size.which')
  const product = { id: 'p2', origin: 'words', confidence: 0.8, gapMs: 0 } as const
  expect(best(said('那条裤子呢'), { focus: { ...NO_FOCUS, product } })).toBe('p.size.which')
})

test('a sure reading, a long message, small talk and a talk without a topic stay what they are', () => {
  const sure = { ...said('140斤能穿吗'), band: 'answer', best: reading('p.care.wash', 0.9) } as const
  expect(best(sure)).toBe('p.care.wash')
  expect(best(said('我朋友140斤上次在别家买的裤子根本就穿不上'))).toBeNull()
  expect(best(said('好吧'))).toBeNull()
  expect(best(said('我朋友140斤呢'), { memory: [] })).toBeNull()
  expect(best(said('我朋友140斤呢'), { memory: [fact('topic', { entryId: 'hi', text: '你好' })] })).toBeNull()
})

const said = (text: string): Wanted => ({ text, seqs: [1], best: null, rivals: [], band: 'unsure' })

function best(one: Wanted, more: { entities?: Entity[]; focus?: Focus; memory?: typeof memory } = {}): string | null {
  const plain = contextOf({ entries: { 'p.size.which': 'question', hi: 'talk' }, memory: more.memory ?? memory })
  const measures = createMeasurer({ 斤: { quantity: 'weight', factor: 1 } })
  const context = { ...plain, knowledge: { ...plain.knowledge, measures } }
  const [first] = askedAnew([one], { focus: more.focus ?? NO_FOCUS, entities: more.entities ?? [], context })
  return first?.best?.entryId ?? null
}
