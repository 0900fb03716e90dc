import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '../../config.ts'
import { command } from './quote.ts'

const folder = mkdtempSync(join(tmpdir(), 'xiaoer-quote-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function run(lines: readonly string[]) {
  const file = join(folder, 'cases.jsonl')
  writeFileSync(file, lines.join('\n'))
  const printed: unknown[] = []
  const code = await command.run({
    options: { file },
    positionals: [],
    config: readConfig(),
    print: (line) => printed.push(JSON.parse(line)),
    say: () => undefined,
    stopping: new AbortController().signal,
  })
  return { code, printed }
}

const line = { lineId: 'l1', skuId: 'k1', productId: 'g1', shopId: 's1', categoryIds: [], quantity: 2 }
const price = {
  id: 'p1',
  seq: 1,
  recordedAt: '2025-11-01T00:00:00Z',
  validFrom: '2025-11-01T00:00:00Z',
  validTo: null,
  owner: 's1',
  kind: 'sku-price',
  priceFen: 4950,
}
const cart = {
  id: 'a',
  ledger: { entries: [price] },
  cart: { lines: [line] },
  buyer: {},
  at: '2025-11-11T12:00:00+08:00',
}

test('every line is answered under its id', async () => {
  const { code, printed } = await run([JSON.stringify(cart), JSON.stringify({ ...cart, id: 'b', at: 'soon' })])
  expect(code).toBe(0)
  expect(printed).toMatchObject([
    { id: 'a', answer: { status: 'quoted', goodsPayableFen: 9900 } },
    { id: 'b', answer: { status: 'refused', errors: [{ code: 'bad-instant', ref: 'at' }] } },
  ])
})

test('a line that is no case is told, the others are answered, and the command fails', async () => {
  const { code, printed } = await run(['{"id":"c"}', JSON.stringify(cart)])
  expect(code).toBe(1)
  expect(printed).toMatchObject([{ id: 'c', error: { code: 'invalid-field', field: 'ledger' } }, { id: 'a' }])
})
