import { expect, test } from 'vitest'
import type { Candidate, Understanding } from '../dialogue/index.ts'
import { contextOf, reading } from '../../test/context-fixture.ts'
import { decide } from './decide.ts'

const context = contextOf({ entries: { freight: 'question', eta: 'question', tells: 'act' } })

function heard(best: Candidate, rivals: readonly Candidate[] = []): Understanding {
  return {
    text: 'x',
    language: 'zh',
    wanted: [{ text: 'x', band: 'confirm', best, rivals, seqs: [1] }],
    entities: [],
    focus: { product: null, skuId: null, order: null, productRivals: [], orderRivals: [] },
    demandState: { value: 'pre-sale', origin: 'none' },
    emotion: { kind: 'neutral', confidence: 0 },
    bare: null,
    other: [],
    choice: null,
    pending: null,
    cart: null,
  }
}

test('between the bands questions are offered, remarks never', () => {
  const [act] = decide(heard(reading('freight', 0.6), [reading('tells', 0.3), reading('eta', 0.2)]), context).acts
  expect(act).toMatchObject({ kind: 'ask', what: 'meaning' })
  expect(act?.kind === 'ask' ? act.pending?.options.map(({ value }) => value) : []).toEqual(['freight', 'eta'])
})

test('a likely remark is taken as one', () => {
  expect(decide(heard(reading('tells', 0.5)), context).acts).toMatchObject([{ kind: 'talk', entryId: 'tells' }])
})

test('a sign without words is no miss', () => {
  const seen = { ...heard(reading('tells', 0.5)), wanted: [] }
  expect(decide({ ...seen, bare: 'doubt' }, context).acts).toMatchObject([{ speech: 'bare.question' }])
  expect(decide({ ...seen, bare: 'sign' }, context).acts).toMatchObject([{ speech: 'bare.received' }])
})
