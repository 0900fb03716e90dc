import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const WALKS = 'hostile-walks.ts'
const LISTS = 'hostile.test.ts'

/**
 * Where words of others are shown: who plants hostile texts there, and by what in that file; or why there is nothing to
 * plant. A folder of screens that is new is decided upon here.
 */
const SURFACES: Readonly<Record<string, readonly [string, string] | string>> = {
  'web/conversations': [LISTS, 'every text in the transcripts'],
  'web/frame': [WALKS, 'command-item'],
  'web/goods': [WALKS, '/products?product=all'],
  'web/grants': [WALKS, '/grants'],
  'web/knowledge': [WALKS, 'document-chunk'],
  'web/lab': [WALKS, '/lab?tab=cases'],
  'web/live': [LISTS, '/live?room=hostile'],
  'web/offers': [WALKS, '/offers?offer=hostile0'],
  'web/packs': 'Packs are ours: nobody else writes in them; what a shop rewords stands in its knowledge.',
  'web/quote': [LISTS, '/quote?sku=s-m'],
  'web/settings': [LISTS, 'stand in the log of what was sent to others'],
  'web/setup': [WALKS, '/setup?step=packs'],
  'web/sign-in': 'Nothing is known before somebody has signed in.',
  'web/today': 'Figures, and the name of the shop alone.',
  'web/ui': [WALKS, 'hostileContents'],
  'web/views': [WALKS, "open('views')"],
  'widget/ui': ['buyer.test.ts', 'hostileContents'],
  'widget/files': ['hostile-names.ts', 'setInputFiles'],
  'widget/extras': ['wait-for-person.ts', 'HOSTILE_TEXTS'],
  'widget/talk': 'Carries messages and draws none.',
  'demo/front': ['hostile-shop.test.ts', '/live/hostile'],
}

const foldersOf = (part: string): string[] =>
  readdirSync(join(ROOT, part), { withFileTypes: true })
    .filter((one) => one.isDirectory() && !NO_SCREENS.has(`${part}/${one.name}`))
    .map(({ name }) => `${part}/${name}`)

const NO_SCREENS: ReadonlySet<string> = new Set(['web/api', 'web/words', 'widget/words'])

test('every folder of screens has its hostile texts, or a reason', () => {
  const folders = [...foldersOf('web'), ...foldersOf('widget'), 'demo/front']
  expect(folders.length).toBeGreaterThan(15)
  expect(folders.filter((folder) => !(folder in SURFACES))).toEqual([])
  expect(Object.keys(SURFACES).filter((folder) => !existsSync(join(ROOT, folder)))).toEqual([])
})

test('who is named as planting does', () => {
  const named = Object.values(SURFACES).flatMap((by) => (typeof by === 'string' ? [] : [by]))
  const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8')
  expect(named.filter(([file, words]) => !read(file).includes(words))).toEqual([])
})
