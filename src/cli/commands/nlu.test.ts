import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '../../config.ts'
import { command } from './nlu.ts'

const folder = mkdtempSync(join(tmpdir(), 'xiaoer-nlu-'))
afterAll(() => rmSync(folder, { recursive: true }))

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  parcel: ['where is my parcel', 'has my parcel been sent', 'when will my parcel come', 'parcel still not here'],
  refund: ['i want my money back', 'how do i get a refund', 'refund this order please', 'give the money back'],
}

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const rows = Object.entries(TEXTS).flatMap(([intent, texts]) => texts.map((text) => ({ text, intent })))
const table = write('rows.tsv', ['text\tintent', ...rows.map(({ text, intent }) => `${text}\t${intent}`)].join('\n'))
const lines = write('rows.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'))

async function run(word: string, options: Readonly<Record<string, string | boolean>>) {
  const printed: string[] = []
  const said: string[] = []
  const defaults = Object.entries(command.options).flatMap(([name, option]) =>
    'default' in option && option.default !== undefined ? [[name, option.default]] : [],
  )
  const code = await command.run({
    options: { ...Object.fromEntries(defaults), ...options },
    positionals: [word],
    config: readConfig(),
    print: (line) => printed.push(line),
    say: (line) => said.push(line),
    stopping: new AbortController().signal,
  })
  return { code, printed, said }
}

test('a model learned from a table answers lines, and a line without a text fails the command', async () => {
  const out = join(folder, 'model')
  const trained = await run('train', { data: table, out })
  expect(JSON.parse(trained.printed.at(-1) ?? '')).toMatchObject({ labels: 2, examples: 8 })
  const asked = write(
    'asked.jsonl',
    ['my parcel is not here', '{"text":"i want my money back please"}', '{"no":1}'].join('\n'),
  )
  const { code, printed } = await run('predict', { model: out, file: asked })
  expect(code).toBe(1)
  expect(printed.map((line) => JSON.parse(line))).toMatchObject([
    { intent: 'parcel', text: 'my parcel is not here' },
    { intent: 'refund' },
    { line: 3, error: 'no text' },
  ])
})

test('TSV and JSON Lines give the same figures, the last line is JSON', async () => {
  const [one, other] = [
    await run('eval', { train: table, test: table, json: true }),
    await run('eval', { train: lines, test: lines, json: true }),
  ]
  const figures = JSON.parse(one.printed.at(-1) ?? '')
  expect(figures).toMatchObject({ accuracy: 1, macroF1: 1, oosAuroc: null, oosRecallAt5: null, rows: 8 })
  expect(figures).toMatchObject({ usPerQuery: expect.any(Number), rssMb: expect.any(Number) })
  expect(JSON.parse(other.printed.at(-1) ?? '')).toMatchObject({ accuracy: 1, rows: 8 })
})

test('by folds every row is measured by a model that did not learn it', async () => {
  const twice = write('own.tsv', `text\tintent\n${rows.map(({ text }, at) => `${text}\tlabel${at % 2}`).join('\n')}`)
  const { printed } = await run('eval', { train: twice, folds: '4', json: true })
  const { accuracy, rows: measured } = JSON.parse(printed.at(-1) ?? '')
  expect(measured).toBe(8)
  expect(accuracy).toBeLessThan(1)
})

test.each([
  {
    what: 'no such file',
    word: 'eval',
    options: { train: '/nowhere.tsv', test: '/nowhere.tsv' },
    words: 'cannot be read',
  },
  {
    what: 'no such column',
    word: 'eval',
    options: { train: table, test: table, label: 'topic' },
    words: 'no column topic; there are text, intent',
  },
  { what: 'neither test nor folds', word: 'eval', options: { train: table }, words: '--test or --folds' },
  { what: 'one fold', word: 'eval', options: { train: table, folds: '1' }, words: 'from 2' },
  { what: 'no model', word: 'predict', options: { model: folder }, words: 'cannot be used' },
  {
    what: 'one label only',
    word: 'train',
    options: { data: write('one.tsv', 'text\tintent\na\tx\nb\tx'), out: folder },
    words: 'two labels',
  },
  {
    what: 'a row that is too long',
    word: 'train',
    options: { data: write('long.tsv', 'text\tintent\na\tb\tc'), out: folder },
    words: 'line 2',
  },
  {
    what: 'a line that is no JSON',
    word: 'train',
    options: { data: write('bad.jsonl', '{"text":'), out: folder },
    words: 'line 1: no JSON',
  },
  { what: 'no such act', word: 'guess', options: {}, words: 'nlu train, nlu predict or nlu eval' },
])('$what is said', async ({ word, options, words }) => {
  await expect(run(word, options)).rejects.toThrow(words)
})
