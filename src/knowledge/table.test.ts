import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entryOf, T0 } from '../../test/knowledge-fixture.ts'
import { newUuid } from '../kernel/ids.ts'
import { canonicalEntry } from './canonical-entry.ts'
import { checkEntry } from './check-entry.ts'
import { type Entry, entry } from './entry.ts'
import type { TableFormat } from './read-grid.ts'
import { readKnowledge } from './read-knowledge.ts'
import { readCell, readLines, writeCell, writeLines } from './table-cell.ts'
import { type TableWords, tableWords } from './table-columns.ts'
import { writeTable } from './write-table.ts'

const words: TableWords = tableWords.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../packs/general/import-columns.json'), 'utf8')),
)
const SCOPE = newUuid(T0)

async function through(entries: readonly Entry[], format: TableFormat, language: 'zh' | 'en' = 'zh') {
  const bytes = await writeTable(entries, { format, words, language })
  const { imported, problems } = await readKnowledge({ bytes, format, words, scopeId: SCOPE })
  expect(problems).toEqual([])
  return imported.map((one) => one.entry)
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
  fc.constantFrom(
    '=1+1',
    "'=1",
    "''",
    '+86',
    '@a',
    '-5度能穿吗',
    '\\n',
    '\\d+',
    'a\nb',
    ' 前后 ',
    '_x0041_',
    '"引号"',
    'a,b',
    '\ufeff',
    '00123',
    '1e5',
    'true',
    '\ud800',
    '😂',
    '\r\n',
  ),
)
const stage = fc.constantFrom('pre-sale', 'received', 'closed')
const few = <Value>(one: fc.Arbitrary<Value>) => fc.array(one, { maxLength: 3 })
const policyValue = fc.oneof(
  fc.constantFrom('set', 'unset'),
  fc.boolean(),
  fc.integer(),
  fc.constantFrom('true', '12', '=x', ' a', '"'),
)
const when = fc.record(
  {
    stages: fc.array(stage, { minLength: 1, maxLength: 3 }),
    policy: fc.dictionary(fc.constantFrom('invoice', 'freightFen', 'exchange'), policyValue),
    facts: few(fc.constantFrom('order.known', 'order.late')),
    products: fc.array(nasty, { minLength: 1, maxLength: 2 }),
    attribute: fc.record({ key: fc.constantFrom('材质', 'a'), value: nasty }),
    hours: fc.constant({ from: '22:00', to: '08:00' }),
    validity: fc.constantFrom('v1', '=v'),
    from: fc.integer({ min: 0, max: T0 }),
    to: fc.integer({ min: T0 + 1, max: 2 * T0 }),
  },
  { requiredKeys: [] },
)
const answer = fc.record(
  {
    texts: fc.array(nasty, { minLength: 1, maxLength: 4 }),
    textsEn: few(nasty),
    cards: few(fc.constantFrom('product', 'order')),
    picture: fc.constant('https://example.com/a.png'),
    link: fc.record({ url: fc.constant('https://example.com/?a=1&b=2'), title: fc.oneof(nasty, fc.constant('')) }),
    after: fc.constantFrom('none', 'offer-human', 'flow:refund'),
    when,
  },
  { requiredKeys: ['texts'] },
)
const entries = fc.array(
  fc.record(
    {
      topic: nasty,
      title: fc.record({ zh: nasty, en: nasty }, { requiredKeys: [] }),
      phrasings: fc.array(nasty, { minLength: 1, maxLength: 5 }),
      english: few(nasty),
      negatives: few(nasty),
      boundaries: few(nasty),
      stages: few(stage),
      overrides: fc.constant('general.a.b'),
      followUp: fc.record({ zh: nasty }, { requiredKeys: [] }),
      match: fc.constantFrom('semantic', 'exact', 'contains'),
      handoff: fc.constantFrom('never', 'always'),
      answers: fc.array(answer, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ['phrasings', 'title', 'answers'] },
  ),
  { minLength: 1, maxLength: 4 },
)

const made = (raw: { answers: object[] }, index: number): Entry =>
  canonicalEntry(
    entry.parse({
      ...raw,
      entryId: newUuid(T0 + index),
      answers: raw.answers.map((one, at) => ({ ...one, id: `a${at}` })),
    }),
  )

describe('export and import', () => {
  test.each(['xlsx', 'csv'] as const)(
    '%s gives back exactly what went out, whatever stands in the texts',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(entries, async (raw) => {
          const list = raw.map(made).filter((one) => checkEntry(one).length === 0)
          expect(await through(list, format)).toEqual(list)
        }),
        { numRuns: 60 },
      )
    },
  )

  test('a text may be a word that every object inherits', async () => {
    const raw = ['toString', '__proto__', 'constructor'].map((word) => ({
      title: { zh: word },
      phrasings: [word],
      answers: [{ texts: [word] }],
    }))
    const list = raw.map(made)
    expect(await through(list, 'xlsx')).toEqual(list)
  })

  test('cells and lines are exact for any text, and no cell is a formula', () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1 }), (texts) => {
        expect(readLines(writeLines(texts))).toEqual(texts)
        for (const text of texts) {
          expect(readCell(writeCell(text))).toBe(text)
          expect(writeCell(text)).not.toMatch(/^[=+\-@\t\r]/)
        }
      }),
    )
  })

  test('what people type is read as they mean it', () => {
    expect(readLines('包邮吗\r\n\n运费多少')).toEqual(['包邮吗', '运费多少'])
    expect(readCell('\\d{11}')).toBe('\\d{11}')
    expect(readCell("'it's")).toBe("'it's")
  })

  test('lists that no cell can hold go on in further rows', async () => {
    const long = entryOf(newUuid(T0), {
      phrasings: Array.from({ length: 500 }, (_, i) => `${i} ${'长'.repeat(290)}`),
      answers: [
        {
          id: 'a',
          texts: Array.from({ length: 20 }, (_, i) => `${i}${'字'.repeat(1990)}`),
          textsEn: [],
          cards: [],
          after: 'none',
        },
      ],
    })
    expect(await through([long], 'xlsx', 'en')).toEqual([long])
    expect(await through([long], 'csv')).toEqual([long])
  })
})

describe('reading what a person wrote', () => {
  const csv = (rows: string[][]) =>
    Buffer.from(rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n'))
  const read = async (rows: string[][]) => {
    const { imported, problems } = await readKnowledge({ bytes: csv(rows), format: 'csv', words, scopeId: SCOPE })
    return { entries: imported.map((one) => one.entry), problems }
  }
  const header = ['行类型', '问题编号', '标准问', '相似问', '答案编号', '答案', '条件:店铺规则', '匹配方式', '生效时间']
  const question = (id: string, phrasings: string, match = '') => ['问题', id, '题', phrasings, '', '', '', match, '']
  const reply = ([id = '', answerId = '']: string[], texts: string, rest: string[] = ['', '', '']) => [
    '答案',
    id,
    '',
    '',
    answerId,
    texts,
    ...rest,
  ]

  test('a word names a new question, the same one in every import of this scope', async () => {
    const rows = [
      header,
      question('gift', '有赠品吗\n送东西不'),
      question('gift', '买一送一吗'),
      reply(['gift', 'a'], '没有', ['gift=set\nfee=0', '', '']),
    ]
    const first = await read(rows)
    expect(first.problems).toEqual([])
    expect(first.entries).toMatchObject([
      { phrasings: ['有赠品吗', '送东西不', '买一送一吗'], answers: [{ when: { policy: { gift: 'set', fee: 0 } } }] },
    ])
    expect((await read(rows)).entries[0]?.entryId).toBe(first.entries[0]?.entryId)
  })

  test('an answer without a number gets one, which no other answer of the question has', async () => {
    const rows = [
      header,
      question('gift', '有赠品吗'),
      reply(['gift'], '没有'),
      reply(['gift', 'a1'], '有'),
      reply(['gift'], '看活动'),
    ]
    const { entries, problems } = await read(rows)
    expect(problems).toEqual([])
    const answers = entries[0]?.answers.map(({ id, texts }) => [id, texts[0]])
    expect(answers).toEqual([
      ['a2', '没有'],
      ['a1', '有'],
      ['a3', '看活动'],
    ])
    expect((await read(rows)).entries).toEqual(entries)
  })

  test('every problem names the sheet, row and column', async () => {
    const { problems, entries: good } = await read([
      [...header, '没这列'],
      question('a', '', ''),
      reply(['a', 'x'], '好'),
      question('b', '(a+)+', 'regex'),
      reply(['b', 'x'], '好'),
      reply(['c', 'x'], '好'),
      question('d', '问', 'guess'),
      reply(['d', 'x'], '', ['', '', '']),
      question('e', '问'),
      reply(['e', 'x'], '好', ['', '', '2026-03-01']),
      ['问题', '', '', '问', '', '', '', '', ''],
    ])
    expect(good).toEqual([])
    expect(problems.map((one) => [one.sheet, one.row, one.column])).toEqual([
      ['questions', 1, '没这列'],
      ['answers', 1, '没这列'],
      ['questions', 11, 'entryId'],
      ['answers', 6, 'entryId'],
      ['questions', 2, 'phrasings'],
      ['questions', 4, 'phrasings'],
      ['questions', 7, 'match'],
      ['answers', 8, 'texts'],
      ['answers', 10, 'whenFrom'],
    ])
  })

  test('a CSV as Chinese Excel saves it is read', async () => {
    const bytes = Buffer.concat([
      Buffer.from('record,entryId,texts,phrasings\nanswer,a,yes,\nquestion,a,,'),
      Buffer.from([0xb0, 0xfc, 0xd3, 0xca]),
    ])
    const { imported } = await readKnowledge({ bytes, format: 'csv', words, scopeId: SCOPE })
    expect(imported[0]?.entry.phrasings).toEqual(['包邮'])
  })

  test('too many rows, foreign files and bombs are refused', async () => {
    const many = Buffer.from(`record,entryId\n${'question,a\n'.repeat(10_001)}`)
    const read = (bytes: Buffer, format: TableFormat) => readKnowledge({ bytes, format, words, scopeId: SCOPE })
    await expect(read(many, 'csv')).rejects.toThrow('at most 10000')
    await expect(read(Buffer.from('hello'), 'xlsx')).rejects.toThrow('not a workbook')
    await expect(read(Buffer.from(''), 'csv')).rejects.toThrow('empty')
    await expect(read(Buffer.alloc(9e6), 'csv')).rejects.toThrow('too large')
    for (const declared of [200e6, 10]) {
      await expect(read(bomb(declared), 'xlsx')).rejects.toThrow('unpacks to too much')
    }
  })
})

/** One part of 100 MB of zeros that says it has `declared` bytes. */
function bomb(declared: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(100e6))
  const name = Buffer.from('x')
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50)
  local.writeUInt16LE(1, 26)
  const entryOfDirectory = Buffer.alloc(46)
  entryOfDirectory.writeUInt32LE(0x02014b50)
  entryOfDirectory.writeUInt16LE(8, 10)
  entryOfDirectory.writeUInt32LE(packed.length, 20)
  entryOfDirectory.writeUInt32LE(declared, 24)
  entryOfDirectory.writeUInt16LE(1, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(31 + packed.length, 16)
  return Buffer.concat([local, name, packed, entryOfDirectory, name, end])
}
