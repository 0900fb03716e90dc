import { spawn } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { newId, type OrgId } from '../kernel/ids.ts'
import { loadPacks, subscribePack } from '../knowledge/index.ts'
import { goodsIntoLedger } from '../offer/index.ts'
import { applyToMirror, createOrganisation, createShop, type Shop } from '../shop/index.ts'

const ROOT = join(import.meta.dirname, '../..')
const T0 = Date.UTC(2026, 2, 1, 4)
const CNY = 'CNY'

// In a fresh clone the first command of each set of packs learns it.
vi.setConfig({ testTimeout: 240_000 })

let fresh: FreshDatabase
let shop: Shop
beforeAll(async () => {
  fresh = await freshDatabase()
  shop = await openShop()
})
afterAll(() => fresh.close())

/** A shop with a coat and one order on its way to payment; its rules say when it sends. */
async function openShop(): Promise<Shop> {
  const packs = await loadPacks(join(ROOT, 'packs'))
  const orgId = newId<OrgId>(T0)
  return fresh.database.within([orgId], async (tx) => {
    await createOrganisation(tx, { orgId, name: '一家公司', at: T0 })
    const settings = { policies: { dispatchHours: 48 } }
    const made = await createShop(tx, { orgId, name: '大衣小店', industry: 'apparel', settings, at: T0 })
    await subscribePack(tx, made, { packs, packId: 'apparel', at: T0, by: 'test' })
    const product = {
      productId: 'coat-1',
      title: '羊毛双面呢大衣',
      category: '女装/大衣',
      onShelf: true,
      attributes: { 材质: '羊毛' },
      skus: [{ skuId: 'coat-1-m', options: { 颜色: '灰色' }, price: { currency: CNY, amount: 69900 }, stock: 3 }],
      url: 'https://shop.example/coat-1',
      updatedAt: T0,
    }
    const events = [{ kind: 'product' as const, at: T0, product }]
    await applyToMirror(tx, { shop: made, at: T0, events, isBackfill: true, follow: goodsIntoLedger })
    return made
  })
}

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
  readonly lines: readonly Record<string, unknown>[]
}

async function xiaoer(
  words: readonly string[],
  input: readonly string[],
  onOut = (_kill: () => void) => {},
): Promise<Ran> {
  const child = spawn(process.execPath, [join(ROOT, 'bin/xiaoer.mjs'), ...words], {
    env: { ...process.env, DATABASE_URL: fresh.url, LOG_LEVEL: 'error' },
  })
  const told = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told.out += text
    onOut(() => child.kill('SIGINT'))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told.err += text))
  if (input.length > 0) child.stdin.end(`${input.join('\n')}\n`)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const objects = told.out.split('\n').filter((line) => line.startsWith('{'))
  return { code, ...told, lines: objects.map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line))) }
}

const organisations = () =>
  fresh.database.outside(async (tx) => (await tx.selectFrom('shop_owner').selectAll().execute()).length)
const rowsLeft = async (): Promise<number> => {
  const orgs = await everyOrganisation()
  expect(orgs).toEqual([shop.orgId])
  return fresh.database.within(orgs, async (tx) => (await tx.selectFrom('message').select('seq').execute()).length)
}

async function everyOrganisation(): Promise<string[]> {
  const client = new pg.Client({ connectionString: fresh.url })
  await client.connect()
  const { rows } = await client.query<{ org_id: string }>('select org_id from organisation')
  await client.end()
  return rows.map((row) => row.org_id)
}

describe('xiaoer ask', () => {
  test('answers line by line in their order, names what is wrong with the others, and leaves nothing behind', async () => {
    const { code, lines, err } = await xiaoer(
      ['ask', '--shop', '大衣小店'],
      [
        '{"id":"a","text":"什么时候发货"}',
        'no json',
        '{"id":"b"}',
        '{"id":"c","text":"这个多少钱","product":"coat-1"}',
        '{"id":"d","text":"你好","at":"yesterday"}',
        '{"id":7,"text":"你好"}',
      ],
    )
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(lines.map(({ id, line }) => id ?? `line ${String(line)}`)).toEqual(['a', 'line 2', 'b', 'c', 'd', 7])
    expect(lines[0]).toMatchObject({
      intent: 'general.shipping.dispatch-time',
      scenario: 'general.shipping.dispatch-time',
      decision: 'answer',
      source: 'pack:general.shipping.dispatch-time/rule',
      latencyUs: expect.any(Number),
    })
    expect(JSON.stringify(lines[0]?.reply)).toContain('48')
    expect(lines[1]).toMatchObject({ error: { code: 'bad-request' } })
    expect(lines[2]).toMatchObject({ error: { code: 'invalid-field', field: 'text' } })
    expect(JSON.stringify(lines[3]?.reply)).toContain('69900')
    expect(lines[4]).toMatchObject({ error: { code: 'invalid-field', field: 'at' } })
    expect(lines[5]).toMatchObject({ decision: 'talk' })
    expect(await rowsLeft()).toBe(0)
  })

  test('each question is a talk of its own, unless the buyer is named', async () => {
    const { code, lines } = await xiaoer(
      ['ask', '--shop', shop.shopId],
      [
        '{"id":1,"text":"这个多少钱","product":"coat-1","buyer":"u1"}',
        '{"id":2,"text":"是什么材质的","buyer":"u1"}',
        '{"id":3,"text":"这个多少钱","product":"coat-1"}',
        '{"id":4,"text":"是什么材质的"}',
      ],
    )
    expect(code).toBe(0)
    expect(JSON.stringify(lines[1]?.reply)).toContain('羊毛')
    expect(lines[3]).toMatchObject({ decision: 'ask' })
  })

  test('lists the shops when the wanted one is not there', async () => {
    const { code, err, out } = await xiaoer(['ask', '--shop', '鞋店'], ['{"id":1,"text":"你好"}'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(shop.shopId)
    expect(err).toContain('大衣小店')
  })
})

describe('xiaoer replay', () => {
  test('joins bursts by the rule of the product, keeps the order and judges each question', async () => {
    const { code, lines } = await xiaoer(
      ['replay', '--shop', 'none', '--industry', 'apparel'],
      [
        '{"session":"s","turn":0,"role":"buyer","text":"在吗","at":1000}',
        '{"session":"t","turn":0,"role":"buyer","text":"你好"}',
        '{"session":"s","turn":1,"role":"buyer","text":"什么时候发货","at":1400}',
        '{"session":"s","turn":2,"role":"agent","text":"稍等","at":9000}',
        '{"session":"s","turn":3,"role":"buyer","text":"人工客服"}',
        '{"session":"s","turn":4,"role":"agent","text":"我在"}',
        '{"session":"s","turn":5,"role":"buyer","text":"啊啊是那个呢"}',
        '{"session":"s","turn":6,"role":"robot","text":"好"}',
        '{"session":"s","role":"buyer","text":"好"}',
      ],
    )
    expect(code).toBe(1)
    expect(lines.map(({ session, turn, line }) => [session, turn ?? `line ${String(line)}`].join(' '))).toEqual([
      's 0',
      't 0',
      's 1',
      's 3',
      's 5',
      's 6',
      's line 9',
    ])
    expect(lines[0]).toMatchObject({ mergedInto: 1, reply: [] })
    expect(lines[1]).toMatchObject({ mergedInto: null, decision: 'talk', answered: false })
    expect(lines[2]).toMatchObject({
      mergedInto: null,
      scenario: 'general.shipping.dispatch-time',
      recognised: true,
      answered: true,
      handedOff: false,
      focus: { product: null, sku: null, order: null },
    })
    expect(lines[3]).toMatchObject({ handedOff: true, answered: false, decision: 'hand-off' })
    // The agent's row gave the talk back: the robot answers for itself again.
    expect(lines[4]?.decision).not.toBe('acknowledge')
    expect(lines[5]).toMatchObject({ error: { code: 'invalid-field', field: 'role' } })
    expect(lines[6]).toMatchObject({ error: { code: 'invalid-field', field: 'turn' } })
    expect(await rowsLeft()).toBe(0)
  })

  test('removes its organisation when it is stopped in the middle', async () => {
    const rows = Array.from(
      { length: 1200 },
      (_, turn) => `{"session":"s${turn % 400}","turn":${turn},"role":"buyer","text":"好"}`,
    )
    let told = 0
    const { code, lines } = await xiaoer(['replay', '--shop', 'none'], rows, (kill) => {
      told += 1
      if (told === 1) kill()
    })
    expect(code).toBe(130)
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.length).toBeLessThan(1200)
    expect(await rowsLeft()).toBe(0)
    expect(await organisations()).toBe(1)
  })
})

test('a reader who leaves stops the command, and nothing is left behind', async () => {
  const child = spawn(process.execPath, [join(ROOT, 'bin/xiaoer.mjs'), 'ask', '--shop', 'none'], {
    env: { ...process.env, DATABASE_URL: fresh.url },
  })
  child.stdout.once('data', () => child.stdout.destroy())
  // Ended by the command itself: what it did not read any more is lost on purpose.
  child.stdin.on('error', () => child.stdin.destroy())
  child.stdin.end('{"id":1,"text":"x"}\n'.repeat(2000))
  await new Promise((resolve) => child.on('close', resolve))
  expect(await rowsLeft()).toBe(0)
})

describe('xiaoer chat', () => {
  test('draws cards and menus as text, explains itself, and moves its clock', async () => {
    const { code, out } = await xiaoer(
      ['chat', '--shop', '小店'],
      [
        '/why',
        '/product coat-9',
        '/product coat-1',
        '这个多少钱',
        '/why',
        '/product',
        '/skip 5h',
        '是什么材质的',
        '/dance',
        '/quit',
        '没人听',
      ],
    )
    expect(code).toBe(0)
    expect(out).toContain('还没有回答过')
    expect(out).toContain('店里没有商品 coat-9')
    expect(out).toMatch(/699/)
    expect(out).toMatch(/general\.price\.\S+ {2}把握/)
    expect(out).toContain('关于')
    expect(out).toContain('羊毛双面呢大衣')
    expect(out).toContain('没有 /dance 这个命令')
    expect(out).not.toContain('undefined')
    expect(await rowsLeft()).toBe(0)
  })

  test('a number chooses from the menu that was drawn last', async () => {
    const { out } = await xiaoer(['chat', '--shop', 'none'], ['是那个呢对不对呀喂', '1', '/why'])
    expect(out).toContain('1. 转人工')
    expect(out).toContain('hand-off')
  })
})
