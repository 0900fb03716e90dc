import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

const ROOT = join(import.meta.dirname, '..', '..')
const DIST = join(ROOT, 'dist', 'web')
const KB = 1024
const SIGN_IN_KB = 150
const FIRST_PAGE_KB = 350

const chunk = z.object({
  file: z.string(),
  imports: z.array(z.string()).default([]),
  css: z.array(z.string()).default([]),
})

describe('what a browser loads', () => {
  let chunks: Readonly<Record<string, z.infer<typeof chunk>>>

  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, 'bin', 'build-web.mjs')], { stdio: 'inherit' })
    chunks = z.record(z.string(), chunk).parse(JSON.parse(readFileSync(join(DIST, '.vite', 'manifest.json'), 'utf8')))
  })

  const filesOf = (names: readonly string[]): Set<string> => {
    const files = new Set<string>()
    const seen = new Set<string>()
    const walk = (name: string): void => {
      const one = chunks[name]
      if (!one || seen.has(name)) return
      seen.add(name)
      for (const file of [one.file, ...one.css]) files.add(file)
      one.imports.forEach(walk)
    }
    names.forEach(walk)
    return files
  }
  const weightOf = (names: readonly string[]): number => {
    for (const name of names) expect(chunks[name], name).toBeDefined()
    const bytes = [...filesOf(names)].map((file) => gzipSync(readFileSync(join(DIST, file))).length)
    return Math.round(bytes.reduce((sum, one) => sum + one, 0) / KB)
  }

  test('is light before somebody is signed in', () => {
    expect(weightOf(['index.html', 'words/zh.json'])).toBeLessThanOrEqual(SIGN_IN_KB)
  })

  test('is within its budget on the first page', () => {
    const first = ['index.html', 'words/zh.json', 'frame/console.tsx', 'today/today-page.tsx']
    expect(weightOf(first)).toBeLessThanOrEqual(FIRST_PAGE_KB)
  })
})
