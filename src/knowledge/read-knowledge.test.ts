import { join } from 'node:path'
import { expect, test } from 'vitest'
import { T0 } from '../../test/knowledge-fixture.ts'
import { newUuid } from '../kernel/ids.ts'
import { loadTableWords } from './load-table-words.ts'
import type { OwnField } from './own-columns.ts'
import { type KnowledgeFormat, readKnowledge } from './read-knowledge.ts'

const words = await loadTableWords(join(import.meta.dirname, '../../packs'))
const SCOPE = newUuid(T0)

async function read(text: string, format: KnowledgeFormat = 'text', columns?: readonly (OwnField | null)[]) {
  const { imported, ...rest } = await readKnowledge({
    bytes: Buffer.from(text),
    format,
    words,
    scopeId: SCOPE,
    columns,
  })
  const entries = imported.map(({ entry, row }) => ({
    row,
    asked: entry.phrasings,
    said: entry.answers.map(({ texts, when }) => [...texts, ...(when?.stages ?? [])]),
  }))
  return { ...rest, entries, problems: rest.problems.map(({ row, column, message }) => [row, column, message]) }
}

test('a table of an owner is read by the names of its columns', async () => {
  const { entries, problems, table } = await read(
    '序号,客户问题,客服回复,相似问1,相似问2,订单状态\n1,多久发货,48小时内,几天发；什么时候寄,啥时候发货,\n2,能改地址吗,可以,,,待发货\n,能改地址吗,不能了,,,运输中\n,,,,,\n',
    'csv',
  )
  expect(problems).toEqual([])
  expect(table?.columns).toEqual([null, 'question', 'answer', 'phrasings', 'phrasings', 'stages'])
  expect(entries).toEqual([
    { row: 2, asked: ['多久发货', '几天发', '什么时候寄', '啥时候发货'], said: [['48小时内']] },
    {
      row: 3,
      asked: ['能改地址吗'],
      said: [
        ['可以', 'paid-unshipped'],
        ['不能了', 'in-transit'],
      ],
    },
  ])
})

test('names that say nothing wait for the owner to map them, and his word counts', async () => {
  const text = '甲,乙,丙\n好,多久发货,x\n,谁付运费,\n'
  const first = await read(text, 'csv')
  expect([first.entries, first.problems]).toEqual([
    [],
    [
      [1, 'question', 'No column holds this.'],
      [1, 'answer', 'No column holds this.'],
    ],
  ])
  expect(first.table).toMatchObject({
    header: ['甲', '乙', '丙'],
    rows: [
      ['好', '多久发货', 'x'],
      ['', '谁付运费', ''],
    ],
  })
  const second = await read(text, 'csv', ['answer', 'question', null])
  expect(second.problems).toEqual([[3, 'answer', 'This cell may not be empty.']])
  expect(second.entries).toEqual([{ row: 2, asked: ['多久发货'], said: [['好']] }])
})

test('what the robot cannot take is named by the row and column of the file', async () => {
  const long = '长'.repeat(2001)
  const { problems } = await read(`问题,答案,阶段\n甲,乙,明天\n丙,好,\n丙,${long},\n${'问'.repeat(301)},好,`, 'csv')
  expect(problems.map(([row, column]) => [row, column])).toEqual([
    [2, 'stages'],
    [4, 'answer'],
    [5, 'question'],
  ])
})

test.each([
  [
    'marks',
    '常见\n\n问：多久发货？\n问：几天发\n答：48小时内\n周末顺延\n\n问题2:谁付运费 答案:我们付',
    'with a stray line',
  ],
  [
    'marks of English',
    'Intro\n\nQ: 多久发货？\nQ1: 几天发\nA: 48小时内\n周末顺延\n\nQ: 谁付运费 A: 我们付',
    'with a stray line',
  ],
  ['marks that are left out further down', '问：多久发货？\n答：48小时内\n周末顺延\n\n谁付运费？\n我们付', ''],
  ['blocks', '1. 多久发货？\n48小时内\n周末顺延\n\n2、谁付运费\n我们付', ''],
  ['titles above paragraphs', '# 多久发货？\n\n48小时内\n周末顺延\n\n谁付运费\n\n我们付', ''],
  ['lines that ask and answer', '谁付运费？我们付', ''],
  ['cells copied without a header', '谁付运费\t我们付\t运费谁出', ''],
  ['cells copied with their header', '回复\t标准问\n我们付\t谁付运费', ''],
])('running text is parted by %s', async (_name, text, stray) => {
  const { entries, problems } = await read(text)
  expect(problems.map(([row]) => row)).toEqual(stray === '' ? [] : [1])
  const [last] = entries.slice(-1)
  expect(last?.asked[0]?.replace('？', '')).toBe('谁付运费')
  expect(last?.said).toEqual([['我们付']])
  if (entries.length > 1) expect(entries[0]?.said).toEqual([['48小时内\n周末顺延']])
  if (stray !== '') expect(entries[0]?.asked).toEqual(['多久发货？', '几天发'])
})

test('a question without an answer is told, and does not take the next one for it', async () => {
  const { entries, problems } = await read('谁付运费？\n\n几天到？\n三天\n\n7天能退吗？\n能')
  expect(problems).toEqual([[1, null, 'This question has no answer.']])
  expect(entries.map(({ row, asked }) => [row, asked[0]])).toEqual([
    [3, '几天到？'],
    [6, '7天能退吗？'],
  ])
  expect((await read('')).entries).toEqual([])
})

test('the same question read again is the same entry', async () => {
  const file = { format: 'text', words, scopeId: SCOPE } as const
  const [one, other] = await Promise.all(
    ['几天到？\n三天', '问：几天到？\n答：两天'].map((text) => readKnowledge({ ...file, bytes: Buffer.from(text) })),
  )
  expect(one?.imported[0]?.entry.entryId).toBe(other?.imported[0]?.entry.entryId)
})

test('a row of the template that is neither question nor answer is told, not left out', async () => {
  const { entries, problems } = await read(
    'record,entryId,titleZh,phrasings,answerId,texts\nquestion,q,谁付运费,谁付运费,,\nanswer,q,,,a,我们付\nquestoin,r,几天到,几天到,,\n',
    'csv',
  )
  expect(entries.map(({ asked }) => asked)).toEqual([['谁付运费']])
  expect(problems).toEqual([[4, 'record', 'Invalid option: expected one of question|answer']])
})
