import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createPacks, lexicon, type Pack } from '../knowledge/index.ts'
import { learnPacks } from './learn-packs.ts'

const folder = mkdtempSync(join(tmpdir(), 'xiaoer-learn-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function learn(packs: readonly Pack[], isKept = true) {
  const [aside, now, later]: [string[], string[], (() => void)[]] = [[], [], []]
  await learnPacks({
    knowledge: { prime: (set) => void now.push(set.join(' ')) },
    packs: createPacks(packs),
    sets: [['general'], ['apparel', 'general']],
    folder,
    aside: (sets) => {
      aside.push(...sets.map((set) => set.join(' ')))
      return Promise.resolve(isKept)
    },
    later: (errand) => later.push(errand),
    onProgress: () => undefined,
  })
  return { aside, now, later }
}

const SETS = ['general', 'apparel general']

test('packs are learned aside once, and read back after the start from then on; a change is learned anew', async () => {
  const first = await learn([])
  expect([first.aside, first.now, first.later]).toEqual([SETS, SETS, []])
  const again = await learn([])
  expect(again.aside).toEqual([])
  expect(again.now).toEqual([])
  for (const errand of again.later) errand()
  expect(again.now).toEqual(SETS)
  expect((await learn([pack()])).aside).toEqual(SETS)
})

test('what the threads could not keep is learned before anybody comes, and again before the next start', async () => {
  expect((await learn([{ ...pack(), version: '2' }], false)).now).toEqual(SETS)
  expect((await learn([{ ...pack(), version: '2' }])).aside).toEqual(SETS)
})

const pack = (): Pack => ({
  ...{ id: 'new', version: '1', title: { zh: 'x', en: 'x' }, sources: [], extends: [] },
  ...{ entries: [], attributes: [], speech: {}, outOfScope: [], render: null },
  lexicon: lexicon.parse({}),
  bannedTerms: { terms: [], patterns: [] },
})
