import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { merchant } from '../../../test/knowledge-fixture.ts'
import { readConfig } from '../../config.ts'
import { readShopKnowledge } from '../../knowledge/index.ts'
import type { Command } from '../command.ts'
import { command as exportCommand } from './export.ts'
import { command as importCommand } from './import.ts'

const FIRST = 'record,entryId,titleZh,phrasings,answerId,texts\nquestion,gift,赠品,有赠品吗,,\nanswer,gift,,,a,没有哦\n'

describe('import and export on the command line', () => {
  let fresh: FreshDatabase
  let folder = ''
  beforeAll(async () => {
    fresh = await freshDatabase()
    folder = await mkdtemp(join(tmpdir(), 'xiaoer-import-'))
  })
  afterAll(async () => {
    await fresh.close()
    await rm(folder, { recursive: true })
  })

  async function run(command: Command, positionals: string[], options: Record<string, string | boolean>) {
    const lines: string[] = []
    const config = readConfig({ DATABASE_URL: fresh.url })
    const print = (line: string) => lines.push(line)
    const code = await command.run({
      options,
      positionals,
      config,
      print,
      say: print,
      stopping: new AbortController().signal,
    })
    return { code: code ?? 0, lines }
  }

  test('what was imported and published is known, and goes out and in again without a change', async () => {
    const shop = await merchant(fresh.database)
    const file = join(folder, 'first.csv')
    await writeFile(file, FIRST)
    const preview = await run(importCommand, [file], { shop: shop.shopId, preview: true })
    expect(preview).toEqual({ code: 0, lines: ['1 new', '0 changed', '0 unchanged'] })
    const done = await run(importCommand, [file], { shop: shop.shopId, publish: true })
    expect(done.lines.at(-1)).toBe('published as release 1')
    const known = await readShopKnowledge(fresh.database, shop)
    expect(known.own.map((own) => own.entry.phrasings)).toEqual([['有赠品吗']])
    for (const name of ['out.xlsx', 'out.csv']) {
      const out = join(folder, name)
      expect((await run(exportCommand, [out], { shop: shop.shopId })).lines).toEqual([`1 entries written to ${out}`])
      expect((await run(importCommand, [out], { shop: shop.shopId })).lines).toEqual([
        '0 new',
        '0 changed',
        '1 unchanged',
      ])
    }
    expect(await readFile(join(folder, 'out.csv'), 'utf8')).toContain('标准问')
  })

  test('a file with a problem changes nothing and names the row', async () => {
    const shop = await merchant(fresh.database)
    const file = join(folder, 'bad.csv')
    await writeFile(file, FIRST.replace('没有哦', ''))
    const { code, lines } = await run(importCommand, [file], { shop: shop.shopId, publish: true })
    expect(code).toBe(1)
    expect(lines[0]).toContain('answers row 3, texts')
    expect((await readShopKnowledge(fresh.database, shop)).own).toEqual([])
  })

  test('products of a file stand in the mirror', async () => {
    const shop = await merchant(fresh.database)
    const file = join(folder, 'products.json')
    await writeFile(file, '[]')
    expect((await run(importCommand, [file], { shop: shop.shopId, what: 'goods' })).lines.at(-1)).toBe('0 changed')
    await expect(run(importCommand, [file], { shop: 'nobody', what: 'goods' })).rejects.toThrow('there is no shop')
    await expect(run(importCommand, [file], { shop: shop.shopId, what: 'other' })).rejects.toThrow('--what')
  })
})
