import { expect, test } from 'vitest'
import { readModel, writeModel } from './model-file.ts'
import { type ClassifierExample, trainTextClassifier } from './text-classifier.ts'

const TAUGHT: Readonly<Record<string, readonly string[]>> = {
  parcel: [
    'where is my parcel',
    'has my parcel been sent',
    'when will the parcel arrive',
    '快递到哪了',
    '什么时候发货',
  ],
  refund: ['i want my money back', 'how do i get a refund', 'refund this order please', '我要退款', '钱什么时候退回来'],
  size: ['which size fits me', 'is it small or large', 'what size shall i take', '我穿多大码', '尺码偏大吗'],
}
const examples = Object.entries(TAUGHT).flatMap(([label, texts]): ClassifierExample[] =>
  texts.map((text) => ({ label, text })),
)
const quick = { networks: 1, hidden: 16, epochs: 40 }

test('texts that were never taught find their label by words and by parts of words', () => {
  const classifier = trainTextClassifier(examples, quick)
  const given = ['parcels not arrived yet', 'refunds for this order', '快递怎么还没到', '多大码合适'].map(
    (text) => classifier.classify({ text }, 1).ranked[0]?.label,
  )
  expect(given).toEqual(['parcel', 'refund', 'parcel', 'size'])
})

test('the scores of all labels come best first and sum up to one', () => {
  const { ranked } = trainTextClassifier(examples, quick).classify({ text: '退款' })
  expect(ranked.map(({ label }) => label).sort()).toEqual(['parcel', 'refund', 'size'])
  expect(ranked[0]?.score).toBeGreaterThan(ranked[1]?.score ?? 1)
  expect(ranked.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 5)
})

test('a text of other words is less in scope than one of known words, and outside texts teach it', () => {
  const outside = ['sing me a song', 'what is the weather', 'tell me a joke'].map((text) => ({ text }))
  const [plain, warned] = [trainTextClassifier(examples, quick), trainTextClassifier(examples, { ...quick, outside })]
  const known = plain.classify({ text: 'where is my parcel' }).inScope
  expect(plain.classify({ text: 'zebras dance quietly' }).inScope).toBeLessThan(known)
  expect(warned.classify({ text: 'sing a joke' }).inScope).toBeLessThan(plain.classify({ text: 'sing a joke' }).inScope)
})

test('what was said before decides where the text alone does not', () => {
  const said = examples.flatMap(({ label, text }): ClassifierExample[] => [
    { label, text: 'and this one', context: [text] },
    { label, text: 'what about it', context: [text] },
  ])
  const classifier = trainTextClassifier(said, quick)
  const given = ['where is the parcel', 'a refund please'].map(
    (before) => classifier.classify({ text: 'and it', context: [before] }, 1).ranked[0]?.label,
  )
  expect(given).toEqual(['parcel', 'refund'])
})

test('the same examples give the same model, and it answers from its file as before', () => {
  const [one, other] = [trainTextClassifier(examples, quick), trainTextClassifier(examples, quick)]
  const bytes = writeModel(one.parts)
  expect(Buffer.from(bytes).equals(Buffer.from(writeModel(other.parts)))).toBe(true)
  const restored = readModel(Buffer.concat([Buffer.alloc(4), bytes]).subarray(4))
  for (const { text } of examples) {
    const [was, is] = [one.classify({ text }), restored.classify({ text })]
    expect(is.ranked[0]?.label).toBe(was.ranked[0]?.label)
    expect(is.ranked[0]?.score).toBeCloseTo(was.ranked[0]?.score ?? 0, 1)
    expect(is.inScope).toBeCloseTo(was.inScope, 1)
  }
})

test('a model file that is cut off, of another version or none at all is refused', () => {
  const bytes = writeModel(trainTextClassifier(examples, { ...quick, epochs: 1 }).parts)
  expect(() => readModel(bytes.subarray(0, bytes.length - 8))).toThrow('cut off')
  expect(() => readModel(new TextEncoder().encode('{"labels":[]}'))).toThrow('no model file')
  const later = bytes.slice()
  later[4] = 9
  expect(() => readModel(later)).toThrow('version 9')
})

test('progress goes up to the whole', () => {
  const shares: number[] = []
  trainTextClassifier(examples, { ...quick, networks: 2, epochs: 3, onProgress: (share) => shares.push(share) })
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect([shares.length, shares.at(-1)]).toEqual([6, 1])
})
