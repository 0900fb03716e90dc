import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createPacks, type Pack } from '../knowledge/index.ts'
import { learnPacks } from './learn-packs.ts'

const folder = mkdtempSync(join(tmpdir(), 'xiaoer-learn-'))
afterAll(() => rmSync(folder, { recursive: true }))

function learn(packs: readonly Pack[]) {
  const [now, later]: [string[], (() => void)[]] = [[], []]
  learnPacks({
    knowledge: { prime: (set) => void now.push(set.join(' ')) },
    packs: createPacks(packs),
    sets: [['general'], ['apparel', 'general']],
    folder,
    later: (errand) => later.push(errand),
    onProgress: () => undefined,
  })
  return { now, later }
}

test('packs are learned before the start once, and read back after it from then on; a change is learned anew', () => {
  expect(learn([]).now).toEqual(['general', 'apparel general'])
  const again = learn([])
  expect(again.now).toEqual([])
  for (const errand of again.later) errand()
  expect(again.now).toEqual(['general', 'apparel general'])
  expect(learn([pack()]).now).toEqual(['general', 'apparel general'])
})

const pack = (): Pack => ({
  ...{ id: 'new', version: '1', title: { zh: 'x', en: 'x' }, sources: [], extends: [] },
  ...{ entries: [], attributes: [], speech: {}, outOfScope: [], render: null },
  lexicon: {
    ...{ segments: [], colours: {}, sizes: {}, units: [], measures: {}, joiners: [] },
    ...{ homophones: {}, synonyms: [], emotions: {} },
    cart: {
      ...{ numbers: {}, alone: {}, pieces: [], notAfter: [], notBefore: [], joiners: [] },
      ...{ each: [], more: [], less: [], filler: [], regions: {} },
    },
  },
  bannedTerms: { terms: [], patterns: [] },
})
