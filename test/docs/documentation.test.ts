import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { RETRY_DELAYS_MS } from '../../src/egress/retry-table.ts'
import { EVENT_TYPES } from '../../src/kernel/events.ts'
import { ERRORS } from '../../src/kernel/errors.ts'
import { SETTINGS_DEFAULTS } from '../../src/shop/index.ts'
import { scope } from '../../src/staff/index.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const LANGUAGES = ['zh', 'en'] as const
type Language = (typeof LANGUAGES)[number]

const pagesOf = (language: Language): string[] => readdirSync(join(ROOT, 'docs', language)).sort()
const read = (language: Language, page: string): string => readFileSync(join(ROOT, 'docs', language, page), 'utf8')
const marked = (name: string): string => `\`${name}\``

/** The rows of tables that begin with this name. */
const rowOf = (text: string, name: string): string =>
  text.split('\n').find((line) => line.startsWith(`| ${marked(name)} |`)) ?? ''

/** Headings by level, tables by rows, code by blocks: what must be alike in both languages. */
const shapeOf = (text: string): string[] =>
  text.split('\n').flatMap((line) => /^(#+ |\||```[a-z]+)/.exec(line)?.[0].trim() ?? [])

const commands = readdirSync(join(ROOT, 'src', 'cli', 'commands'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.replace(/\.ts$/, ''))

test('both languages have the same pages', () => {
  expect(pagesOf('zh').length).toBeGreaterThan(9)
  expect(pagesOf('en')).toEqual(pagesOf('zh'))
})

test.each(pagesOf('zh'))('%s is built alike in both languages', (page) => {
  expect(shapeOf(read('en', page))).toEqual(shapeOf(read('zh', page)))
})

describe.each(LANGUAGES)('the documentation in %s', (language) => {
  const all = pagesOf(language).map((page) => read(language, page))

  test.each(EVENT_TYPES)('names the event %s', (type) => {
    expect(read(language, 'webhooks.md')).toContain(marked(type))
  })

  test.each(Object.entries(readConfig({}).sources))('names the variable %s with its default', (name) => {
    const row = rowOf(read(language, 'configuration.md'), name)
    const fixed = Object.entries(readConfig({}).values).find(([other]) => other === name)?.[1]
    expect(row).not.toBe('')
    if (fixed !== undefined && fixed !== '') expect(row.split('|')[2]?.trim()).toBe(String(fixed))
  })

  test.each(Object.entries(SETTINGS_DEFAULTS))('names the setting %s of shops with its default', (name, fixed) => {
    const row = rowOf(read(language, 'configuration.md'), name)
    expect(row).not.toBe('')
    if (typeof fixed === 'number') expect(row.split('|')[2]?.trim()).toBe(String(fixed))
  })

  test.each(commands)('names the command %s', (name) => {
    expect(read(language, 'operations.md')).toMatch(new RegExp(`^\\|[^|]*\`${name}[\` ]`, 'm'))
  })

  test.each([...Object.keys(ERRORS), ...scope.options])('names %s of the API', (name) => {
    expect(read(language, 'api.md')).toContain(marked(name))
  })

  test('calls no command that does not exist', () => {
    const called = all.flatMap((text) => [...text.matchAll(/npx xiaoer ([a-z]+)/g)].map((match) => match[1] ?? ''))
    expect(called.length).toBeGreaterThan(10)
    expect(called.filter((name) => !commands.includes(name))).toEqual([])
  })

  // The build finds pages that are not there; places on a page it does not look for.
  test('points to places that exist', () => {
    const wanted = pagesOf(language).flatMap((page) =>
      [...read(language, page).matchAll(/\]\((?:\.\/([a-z-]+))?#([a-z-]+)\)/g)].map(([, other, place = '']) => ({
        page: other === undefined ? page : `${other}.md`,
        place,
      })),
    )
    expect(wanted.length).toBeGreaterThan(5)
    expect(wanted.filter(({ page, place }) => !read(language, page).includes(`{#${place}}`))).toEqual([])
  })

  test('has one row for each try of the retry table', () => {
    const table = read(language, 'webhooks.md').split('{#retries}')[1] ?? ''
    expect(table.match(/^\| \d+ \|/gm)).toHaveLength(RETRY_DELAYS_MS.length + 1)
  })

  // Taken from the running product: `npm run docs:pictures`.
  test('shows pictures that exist, all that there are in its language, each with words for who cannot see it', () => {
    const there = readdirSync(join(ROOT, 'docs', 'public', 'pictures')).filter((name) =>
      name.endsWith(`-${language}.png`),
    )
    const shown = all.flatMap((text) => [...text.matchAll(/!\[([^\]]*)\]\(\/pictures\/([^)]+)\)/g)])
    expect(there.length).toBeGreaterThan(3)
    expect([...new Set(shown.map(([, , name]) => name))].sort()).toEqual(there.sort())
    expect(shown.filter(([, words]) => !words)).toEqual([])
  })
})
