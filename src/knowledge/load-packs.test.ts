import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadPacks } from './load-packs.ts'

const scenario = (id: string, texts: unknown) => ({
  id,
  title: { zh: '问', en: 'Ask' },
  phrasings: ['包邮吗'],
  answers: [{ id: 'default', texts }],
})

describe('loading packs', () => {
  let dir = ''
  const put = async (path: string, content: unknown) => {
    await mkdir(join(dir, path, '..'), { recursive: true })
    await writeFile(join(dir, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'packs-'))
    await put('b-general/pack.json', { id: 'b-general', version: '1.1.0', title: { zh: '甲', en: 'A' } })
    await put('a-trade/pack.json', {
      id: 'a-trade',
      version: '2.0.0',
      title: { zh: '乙', en: 'B' },
      extends: ['b-general'],
    })
    await put('b-general/scenarios/one.json', [scenario('b-general.ship.free', ['包邮'])])
  })
  afterEach(() => rm(dir, { recursive: true }))

  test('gives entries with defaults, parents first, and older versions on demand', async () => {
    await put('b-general/versions/1.0.0/pack.json', { id: 'b-general', version: '1.0.0', title: { zh: '甲', en: 'A' } })
    const packs = await loadPacks(dir)
    expect(packs.list.map((pack) => pack.id)).toEqual(['b-general', 'a-trade'])
    expect(packs.find('b-general')?.entries[0]).toMatchObject({
      entryId: 'b-general.ship.free',
      match: 'semantic',
      needs: 'none',
    })
    expect(packs.find('b-general', '1.0.0')?.entries).toEqual([])
    expect(packs.find('b-general', '0.9.0')?.version).toBe('1.1.0')
    expect(packs.find('nothing')).toBeUndefined()
  })

  test('names the file and the scenario that is broken', async () => {
    await put('b-general/scenarios/two.json', [scenario('b-general.ship.cost', [])])
    await expect(loadPacks(dir)).rejects.toThrow(/two\.json: b-general\.ship\.cost: answers\.0\.texts/)
  })

  test('refuses broken JSON, a foreign id, an id that stands twice and a parent that is absent', async () => {
    await put('b-general/lexicon.json', '{')
    await put('b-general/scenarios/two.json', [
      scenario('b-general.ship.free', ['包']),
      scenario('other.ship.x', ['包']),
    ])
    await put('a-trade/pack.json', { id: 'a-trade', version: '2.0.0', title: { zh: '乙', en: 'B' }, extends: ['gone'] })
    await expect(loadPacks(dir)).rejects.toThrow(
      /lexicon\.json: is not JSON[^]*other\.ship\.x is not of this pack[^]*extends gone[^]*b-general\.ship\.free stands twice/,
    )
  })

  test('the packs of this repository load', async () => {
    const packs = await loadPacks(resolve(import.meta.dirname, '../../packs'))
    expect(packs.list[0]?.id).toBe('general')
    expect(packs.list.flatMap((pack) => pack.entries).length).toBeGreaterThan(50)
  })
})
