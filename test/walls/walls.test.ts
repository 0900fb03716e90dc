import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLEAN_HOUSE } from './clean-house.ts'
import { PLANTED, type Planted, PROPS } from './planted.ts'

const ROOT = join(import.meta.dirname, '../..')
const TOOLS = [
  'bin/ci',
  '.dependency-cruiser.cjs',
  'eslint.config.mjs',
  'eslint-rules',
  'tsconfig.json',
  'biome.json',
  'knip.json',
]

const houses: string[] = []
afterAll(() => {
  for (const house of houses) rmSync(house, { recursive: true, force: true })
})

/** The real bin/ci with the real rules on a small tree. */
async function checkHouse(files: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  const house = mkdtempSync(join(tmpdir(), 'xiaoer-walls-'))
  houses.push(house)
  for (const tool of TOOLS) cpSync(join(ROOT, tool), join(house, tool), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true })
    writeFileSync(join(house, path), text)
  }
  const child = spawn('bash', [join(house, 'bin/ci')], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  const [code] = await once(child, 'close')
  return { code: Number(code), said: said.replaceAll(`${house}/`, '') }
}

/** Whether a paragraph that speaks of the file says it: in ESLint's list the file heads its paragraph, elsewhere it stands in the line. */
function isSaid({ path, says }: Planted, said: string): boolean {
  return said
    .split(/\n\s*\n|(?=^\s*error )|(?=^[a-z(). ]+ {2,}(?:ok|FAILED))/m)
    .some((part) => part.includes(path) && part.includes(says))
}

test('a house without a fault passes', async () => {
  const { code, said } = await checkHouse(CLEAN_HOUSE)
  expect(said).not.toContain('FAILED')
  expect(code).toBe(0)
})

describe('bin/ci catches', () => {
  let said = ''
  beforeAll(async () => {
    const planted = Object.fromEntries(PLANTED.map(({ path, text }) => [path, text]))
    const result = await checkHouse({ ...CLEAN_HOUSE, ...PROPS, ...planted })
    expect(result.code).toBe(1)
    said = result.said
  })
  test.each(PLANTED)('$name', (planted) => {
    expect(isSaid(planted, said), said).toBe(true)
  })
})
