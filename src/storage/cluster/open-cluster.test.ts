import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { openCluster } from './open-cluster.ts'
import { findPostmaster } from './postmaster.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'xiaoer-cluster-'))
  chmodSync(folder, 0o755)
  undo.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const greeting = z.object({ created: z.boolean(), attached: z.boolean(), url: z.string() })

async function startUser(folder: string) {
  const script = join(import.meta.dirname, '../../../test/cluster-user.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  undo.push(() => leave(child))
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, ...greeting.parse(JSON.parse(line)) }
  }
  throw new Error('the user said nothing')
}

async function leave(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.stdin?.end()
  await once(child, 'exit')
}

const postmasterOf = (folder: string) => findPostmaster(join(folder, 'postgres/cluster'))

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows[0]
  } finally {
    await client.end()
  }
}

test('two processes that start at once share one server, and the last to leave stops it', async () => {
  const folder = newFolder()
  const [one, two] = await Promise.all([startUser(folder), startUser(folder)])
  expect([one.created, two.created].sort()).toEqual([false, true])
  expect([one.attached, two.attached].sort()).toEqual([false, true])
  expect(one.url).toBe(two.url)
  await leave(one.child)
  expect(await ask(two.url, 'select 1 as one')).toEqual({ one: 1 })
  await leave(two.child)
  expect(postmasterOf(folder)).toBeNull()
  expect(existsSync(join(folder, 'postgres/port.json'))).toBe(false)
})

test('a start after kill -9 of the user adopts the server that stayed', async () => {
  const folder = newFolder()
  const killed = await startUser(folder)
  const pid = postmasterOf(folder)?.pid
  expect(pid).toBeGreaterThan(0)
  killed.child.kill('SIGKILL')
  await once(killed.child, 'exit')
  const next = await openCluster({ dataDir: folder, durable: false })
  expect(next.attached).toBe(true)
  expect(postmasterOf(folder)?.pid).toBe(pid)
  await next.stop()
  expect(postmasterOf(folder)).toBeNull()
})

test('a server that is killed comes back on the same port with what it had', async () => {
  const folder = newFolder()
  const user = await startUser(folder)
  await ask(user.url, 'create table kept as select 7 as seven')
  const pid = postmasterOf(folder)?.pid ?? 0
  process.kill(pid, 'SIGKILL')
  await expect
    .poll(() => ask(user.url, 'select seven from kept').catch(String), { timeout: 30_000 })
    .toEqual({ seven: 7 })
  expect(postmasterOf(folder)?.pid).not.toBe(pid)
})

test('recovers from a left-over postmaster.pid, also when its number belongs to a stranger', async () => {
  const folder = newFolder()
  const first = await openCluster({ dataDir: folder, durable: false })
  const pidFile = join(folder, 'postgres/cluster/postmaster.pid')
  const [, ...rest] = readFileSync(pidFile, 'utf8').split('\n')
  await first.stop()
  writeFileSync(pidFile, [String(process.pid), ...rest].join('\n'))
  const second = await openCluster({ dataDir: folder, durable: false })
  undo.push(() => second.stop())
  expect(await ask(second.urlFor('postgres'), 'select 1 as one')).toEqual({ one: 1 })
})

test('a killed first start leaves nothing that the next one stumbles over', async () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'postgres/cluster.new/base'), { recursive: true })
  writeFileSync(join(folder, 'postgres/lock'), '999999999:1')
  const cluster = await openCluster({ dataDir: folder, durable: false })
  undo.push(() => cluster.stop())
  expect(cluster.created).toBe(true)
  const url = await cluster.ensureDatabase('shop')
  expect(await ask(url, 'show fsync')).toEqual({ fsync: 'off' })
})

test('keeps fsync and synchronous commit on, and takes no connection without the password', async () => {
  const cluster = await openCluster({ dataDir: newFolder() })
  undo.push(() => cluster.stop())
  const url = cluster.urlFor('postgres')
  expect(await ask(url, 'show fsync')).toEqual({ fsync: 'on' })
  expect(await ask(url, 'show synchronous_commit')).toEqual({ synchronous_commit: 'on' })
  expect(await ask(url, 'show server_encoding')).toEqual({ server_encoding: 'UTF8' })
  const wrong = new URL(url)
  wrong.password = 'guess'
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password/)
})
