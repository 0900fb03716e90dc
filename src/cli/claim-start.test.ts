import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { claimStart } from './claim-start.ts'

const folder = mkdtempSync(join(tmpdir(), 'xiaoer-claim-'))
afterAll(() => rmSync(folder, { recursive: true }))
const values = { HOST: '127.0.0.1', PORT: 0, DATA_DIR: join(folder, 'data'), DATABASE_URL: undefined }
const claimFile = join(values.DATA_DIR, 'server.json')

test('a folder is served by one server at a time, and free when it has gone', async () => {
  const release = await claimStart(values)
  await expect(claimStart(values)).rejects.toThrow(`Xiaoer runs on ${values.DATA_DIR} already (process ${process.pid}`)
  release()
  expect(existsSync(claimFile)).toBe(false)
  const again = await claimStart(values)
  again()
})

test('what a killed server left is taken over, and so is half a file', async () => {
  for (const left of [JSON.stringify({ identity: '999999:1', port: 7300 }), '{"identi']) {
    writeFileSync(claimFile, left)
    const release = await claimStart(values)
    release()
  }
})

test('servers that share a database by its address need no folder of their own', async () => {
  const shared = { ...values, DATABASE_URL: 'postgresql://127.0.0.1/x' }
  await claimStart(shared)
  await claimStart(shared)
  expect(existsSync(claimFile)).toBe(false)
})

test('a port that another program has is told before anything is made', async () => {
  const other = createServer()
  const port = await new Promise<number>((resolve) =>
    other.listen({ host: '127.0.0.1', port: 0 }, () => {
      const at = other.address()
      resolve(typeof at === 'object' && at ? at.port : 0)
    }),
  )
  const untouched = join(folder, 'untouched')
  await expect(claimStart({ ...values, PORT: port, DATA_DIR: untouched })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    port,
  })
  expect(existsSync(untouched)).toBe(false)
  other.close()
})
