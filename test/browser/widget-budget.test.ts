import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const ROOT = join(import.meta.dirname, '..', '..')
const WIDGET = join(ROOT, 'widget')
const KB = 1024
const words = (folder: string, language: string) =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(WIDGET, folder, `${language}.json`), 'utf8')))
const built = (name: string) => readFileSync(join(ROOT, 'dist', 'widget', name))

beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'bin', 'build-web.mjs')], { stdio: 'inherit' })
})

test('every page of a shop loads at most 2 KB, whoever chats 25 KB more', () => {
  expect(gzipSync(built('loader.js')).length).toBeLessThanOrEqual(2 * KB)
  expect(gzipSync(built('app.js')).length).toBeLessThanOrEqual(25 * KB)
  for (const part of ['framed.js', 'extras.js', 'files.js', 'english.js'])
    expect(gzipSync(built(part)).length).toBeLessThanOrEqual(7 * KB)
})

test('nothing in it turns text into markup or code', () => {
  const sources = listSources(WIDGET)
  expect(sources.length).toBeGreaterThan(20)
  const markup = /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|\beval\(|new Function/
  expect(sources.filter(({ text }) => markup.test(text)).map(({ name }) => name)).toEqual([])
})

test.each(['words', 'extras/words', 'files/words'])(
  'both languages have the same %s, each is used, with the same variables',
  (folder) => {
    const [zh, en] = [words(folder, 'zh'), words(folder, 'en')]
    expect(Object.keys(en)).toEqual(Object.keys(zh))
    const variablesOf = (value: unknown) => [...String(value).matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
    for (const key of Object.keys(zh)) expect([key, variablesOf(en[key])]).toEqual([key, variablesOf(zh[key])])
    const all = listSources(WIDGET)
      .map(({ text }) => text)
      .join('\n')
    const isUsed = (key: string) =>
      all.includes(`'${key}'`) || all.includes(`texts.${key}`) || /^(state|owner|start)\./.test(key)
    expect(Object.keys(zh).filter((key) => !isUsed(key))).toEqual([])
  },
)

function listSources(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return listSources(path)
    return /\.tsx?$/.test(entry.name) ? [{ name: entry.name, text: readFileSync(path, 'utf8') }] : []
  })
}
