import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { merchant, T0 } from '../../../test/knowledge-fixture.ts'
import { newUuid } from '../../kernel/ids.ts'
import type { Tx } from '../../storage/index.ts'
import { type Imported, importDocument, noteCheck, readStanding, type ShopPlace } from './document.store.ts'
import { quoteVersion, readChunks, readChunksInUse, removeDocument, restoreDocument } from './document-use.store.ts'

let fresh: FreshDatabase
let shop: ShopPlace
const by = newUuid(T0)

beforeAll(async () => {
  fresh = await freshDatabase()
  const { orgId, shopId } = await merchant(fresh.database)
  shop = { orgId, shopId }
})
afterAll(() => fresh.close())

const within = <Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> => fresh.database.within([shop.orgId], work)

const imported = (title: string, text: string, url: string | null = null): Imported => ({
  ...{ title, url, kind: 'text', size: text.length },
  chunks: [{ place: 'p', text, from: 0, to: text.length }],
})
const bring = (file: Imported) => within((tx) => importDocument(tx, shop, { imported: file, by, at: T0 }))
const said = () => within(async (tx) => (await readChunksInUse(tx, shop)).map(({ text }) => text))
const versionOfShop = () =>
  within(async (tx) => {
    const row = await tx.selectFrom('shop').select('version').where('shop_id', '=', shop.shopId).executeTakeFirst()
    return row?.version ?? 0
  })

describe('documents of a shop', () => {
  test('are added once; the same text under another name is refused; another text is a new version; each way back works', async () => {
    const before = await versionOfShop()
    const first = await bring(imported('a.txt', 'one'))
    expect(first.outcome).toBe('added')
    expect(await versionOfShop()).toBeGreaterThan(before)
    expect((await bring(imported('a.txt', 'one'))).outcome).toBe('unchanged')
    await expect(bring(imported('b.txt', 'one'))).rejects.toMatchObject({ code: 'conflict' })
    const second = await bring(imported('a.txt', 'two'))
    expect(second).toEqual({ documentId: first.documentId, version: 2, outcome: 'changed' })
    expect(await said()).toEqual(['two'])
    const place = { ...shop, documentId: first.documentId }
    await within((tx) => quoteVersion(tx, place, 1))
    expect(await said()).toEqual(['one'])
    await expect(within((tx) => quoteVersion(tx, place, 9))).rejects.toMatchObject({ code: 'not-found' })
    await within((tx) => removeDocument(tx, place, T0))
    expect(await said()).toEqual([])
    await expect(within((tx) => removeDocument(tx, place, T0))).rejects.toMatchObject({ code: 'not-found' })
    await within((tx) => restoreDocument(tx, place))
    expect(await said()).toEqual(['one'])
    await within((tx) => removeDocument(tx, place, T0))
    await bring(imported('a.txt', 'three'))
    await expect(within((tx) => restoreDocument(tx, place))).rejects.toMatchObject({ code: 'conflict' })
  })

  test('keep five versions, and why a page could not be read', async () => {
    const url = 'https://shop.example/returns'
    for (let at = 0; at < 7; at += 1) await bring(imported('Returns', `text ${at}`, url))
    const [page] = (await within((tx) => readStanding(tx, shop))).filter((one) => one.url === url)
    expect(page).toMatchObject({ version: 7, formerVersion: 6, chunks: 1, problem: null })
    const place = { ...shop, documentId: page?.documentId ?? '' }
    const kept = await within((tx) =>
      tx.selectFrom('document_version').select('version').where('document_id', '=', place.documentId).execute(),
    )
    expect(kept.length).toBe(5)
    await within((tx) => noteCheck(tx, place, { at: T0 + 5, problem: '404' }))
    const [later] = (await within((tx) => readStanding(tx, shop))).filter((one) => one.url === url)
    expect(later).toMatchObject({ problem: '404', checkedAt: T0 + 5 })
    expect(await within((tx) => readChunks(tx, place, { version: 7, after: -1, limit: 9 }))).toMatchObject([
      { chunk: 0, text: 'text 6', from: 0, to: 6 },
    ])
  })

  test('are seen by nobody else', async () => {
    expect((await said()).length).toBeGreaterThan(0)
    const other = await merchant(fresh.database)
    const seen = await fresh.database.within([other.orgId], (tx) => readChunksInUse(tx, shop))
    expect(seen).toEqual([])
  })
})
