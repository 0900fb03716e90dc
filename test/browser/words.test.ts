import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { EVENT_TYPES } from '../../src/kernel/events.ts'
import { EVENTS } from '../../web/settings/events.ts'

const WEB = join(import.meta.dirname, '..', '..', 'web')
const words = (language: string) =>
  z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(join(WEB, 'words', `${language}.json`), 'utf8')))

const sources = listSources(WEB)

test('the console offers webhooks every event of the catalogue', () => {
  expect(EVENTS).toEqual(EVENT_TYPES)
})

describe('the words of the console', () => {
  const zh = words('zh')
  const en = words('en')

  test('are the same set in Chinese and English, none empty, with the same variables', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh))
    const variablesOf = (text: string | undefined) =>
      [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
    const odd = Object.keys(zh).filter((key) => `${variablesOf(zh[key])}` !== `${variablesOf(en[key])}`)
    expect(odd).toEqual([])
    expect(Object.entries({ ...zh, ...en }).filter(([, text]) => text.trim() === '')).toEqual([])
  })

  test('stand there for every key that a page names', () => {
    const named = sources.flatMap(({ text }) => literalKeys(text))
    expect(named.length).toBeGreaterThan(300)
    expect([...new Set(named.filter((key) => !(key in zh)))]).toEqual([])
  })

  test('are each used by some page', () => {
    const all = sources.map(({ text }) => text).join('\n')
    const prefixes = [...all.matchAll(/`([a-z][\w-]*\.[\w-]*)\$\{/g)].flatMap(([, prefix]) => prefix ?? [])
    expect(prefixes.length).toBeGreaterThan(10)
    const unused = Object.keys(zh).filter(
      (key) => !all.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)),
    )
    expect(unused).toEqual([])
  })

  test('hold all Chinese that a page says', () => {
    const found = sources.filter(({ text }) => /[\u3400-\u9fff]/.test(text)).map(({ name }) => name)
    // The switch between the languages names each in itself; lists of shops are joined by the Chinese comma.
    expect(found).toEqual(['frame/top-bar.tsx', 'settings/team-page.tsx'].filter((name) => found.includes(name)))
  })
})

/** `t('a.b')`, `title: 'a.b'`…: every literal that looks like a key of a group that exists. */
function literalKeys(text: string): string[] {
  return [...text.matchAll(/\bt\(\s*'([^']+)'/g)].flatMap(([, key]) => key ?? [])
}

function listSources(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return listSources(path)
    return /\.tsx?$/.test(entry.name) ? [{ name: relative(WEB, path), text: readFileSync(path, 'utf8') }] : []
  })
}
