import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const ROOT = join(import.meta.dirname, '..')
const tree = mkdtempSync(join(tmpdir(), 'xiaoer-build-'))
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(tree, path)), { recursive: true })
  writeFileSync(join(tree, path), text)
}

beforeAll(() => {
  write('src/cli/main.ts', 'export const told: string = `one ${import.meta.dirname}`\n')
  write('demo/main.ts', 'export const told: string = "demo"\n')
  write('src/learn-thread.ts', 'export {}\n')
  for (const path of ['package-lock.json', 'tsconfig.json']) write(path, '{}')
  write('bin/build-server.mjs', '')
})
afterAll(() => rmSync(tree, { recursive: true }))

/** What `builtEntry` answers for the tree, and what the bundled module tells. */
function built(folder = 'dist'): { entry: string | null; told: string | null } {
  const code = `
    const { builtEntry } = await import(${JSON.stringify(join(ROOT, 'bin/build-server.mjs'))})
    const entry = await builtEntry('main', ${JSON.stringify({ root: tree, folder: join(tree, folder) })})
    console.log(JSON.stringify({ entry, told: entry && (await import(entry)).told }))`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
  return z.object({ entry: z.string().nullable(), told: z.string().nullable() }).parse(JSON.parse(said))
}

test('sources are bundled once, again after a change, and know where they lie', () => {
  const first = built()
  expect(first.told).toBe(`one ${join(tree, 'src/cli')}`)
  expect(built()).toEqual(first)
  write('src/cli/main.ts', 'export const told: string = "two"\n')
  const second = built()
  expect(second.told).toBe('two')
  expect(second.entry).not.toBe(first.entry)
  write('src/cli/main.test.ts', 'export const left = "out"\n')
  expect(built()).toEqual(second)
})

test('old bundles are put away, three stay', () => {
  for (const word of ['three', 'four', 'five', 'six']) {
    write('src/cli/main.ts', `export const told: string = '${word}'\n`)
    expect(built().told).toBe(word)
  }
  expect(readdirSync(join(tree, 'dist'))).toHaveLength(3)
})

test('sources that do not parse, and a folder that cannot be made, are left to the loader', () => {
  write('taken', 'a file')
  expect(built('taken')).toEqual({ entry: null, told: null })
  write('src/cli/main.ts', 'export const told: = 7\n')
  expect(built()).toEqual({ entry: null, told: null })
})
