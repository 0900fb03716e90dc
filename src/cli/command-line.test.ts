import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { emptyDatabase } from '../../test/database.ts'
import { migrate } from '../storage/index.ts'
import { checkNode } from './doctor/check-machine.ts'

const ROOT = join(import.meta.dirname, '../..')
let url = ''
let drop: () => Promise<void>
const folder = mkdtempSync(join(tmpdir(), 'xiaoer-cli-'))
beforeAll(async () => {
  ;({ url, drop } = await emptyDatabase())
})
afterAll(async () => {
  await drop()
  rmSync(folder, { recursive: true })
})

function xiaoer(words: string[], environment: Record<string, string> = {}): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [join(ROOT, 'bin/xiaoer.mjs'), ...words], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: url, PORT: '0', DEMO: 'false', ...environment },
  })
}

const report = z.object({
  findings: z.array(z.object({ name: z.string(), state: z.string(), detail: z.string() })),
  settings: z.array(z.object({ name: z.string(), value: z.string(), source: z.string() })),
})

describe('the command line', () => {
  test('says in one line what is wrong with a call, and exits with 2', () => {
    for (const words of [['dance'], ['migrate', '--fast'], ['backup'], ['doctor', 'now']]) {
      const { status, stderr } = xiaoer(words)
      expect({ words, status, lines: stderr.trim().split('\n').length }).toEqual({ words, status: 2, lines: 1 })
    }
  })

  test('says in one line that the database cannot be reached, without the password', () => {
    const { status, stderr } = xiaoer(['migrate'], { DATABASE_URL: 'postgresql://u:hush@127.0.0.1:1/x' })
    expect(status).toBe(1)
    expect(stderr.trim()).toMatch(/^xiaoer: DATABASE_URL .*127\.0\.0\.1:1.* cannot be reached: .*ECONNREFUSED/)
    expect(stderr).not.toContain('hush')
  })

  test('names the setting that cannot be read', () => {
    const { status, stderr } = xiaoer(['migrate'], { PORT: 'many' })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^xiaoer: PORT: /)
  })

  test('lists its commands', () => {
    const { status, stdout } = xiaoer(['help'])
    expect(status).toBe(0)
    for (const name of ['start', 'migrate', 'doctor', 'backup', 'restore']) expect(stdout).toContain(`  ${name}`)
  })

  test('migrates, is found in order by the doctor, backs up, and restores into another database', async () => {
    expect(report.parse(JSON.parse(xiaoer(['doctor', '--json']).stdout)).findings).toContainEqual(
      expect.objectContaining({ name: 'migrations', state: 'warning' }),
    )
    expect(xiaoer(['migrate']).stdout).toMatch(/database brought to version \d+/)
    const { status, stdout } = xiaoer(['doctor', '--json'])
    const { findings, settings } = report.parse(JSON.parse(stdout))
    expect(findings.filter(({ name }) => ['migrations', 'walls'].includes(name)).map(({ state }) => state)).toEqual([
      'good',
      'good',
    ])
    expect(status).toBe(findings.some(({ state }) => state === 'broken') ? 1 : 0)
    expect(settings).toContainEqual({ name: 'PORT', value: '0', source: 'environment' })
    expect(settings).toContainEqual({ name: 'POOL_SIZE', value: '10', source: 'default' })
    expect(stdout).not.toContain(new URL(url).password || 'never')
    const to = join(folder, 'b')
    expect(xiaoer(['backup', '--to', to]).stdout).toMatch(/tables, \d+ rows/)
    const target = await emptyDatabase()
    const restored = xiaoer(['restore', '--from', to], { DATABASE_URL: target.url })
    await target.drop()
    expect(restored.stdout).toMatch(/counts and hashes are equal/)
  })

  test('refuses a database that is newer than the code', async () => {
    const newer = await emptyDatabase()
    await migrate({ url: newer.url })
    const client = new pg.Client({ connectionString: newer.url })
    await client.connect()
    await client.query("insert into migration values (9999, '9999-future.sql', 'x', 0)")
    await client.end()
    const { status, stderr } = xiaoer(['migrate'], { DATABASE_URL: newer.url })
    await newer.drop()
    expect(status).toBe(1)
    expect(stderr).toMatch(/^xiaoer: the database is at version 9999 .*update Xiaoer/)
  })
})

test('the doctor knows which Node is too old', () => {
  expect(checkNode('18.20.0').state).toBe('broken')
  expect(checkNode('20.18.9').state).toBe('broken')
  expect(checkNode('20.19.0').state).toBe('good')
  expect(checkNode('24.0.0').state).toBe('good')
})

test('events that were given up are listed and replayed from the command line', async () => {
  const parked = await emptyDatabase()
  await migrate({ url: parked.url })
  const orgId = '0192f0c1-2345-7abc-8def-0123456789ab'
  const event = { type: 'order.placed', orgId, shopId: null, key: 'a', at: 1, body: {} }
  const client = new pg.Client({ connectionString: parked.url })
  await client.connect()
  const row = [orgId, JSON.stringify(event)]
  const columns = 'org_id, handler, position, index, key, event, state, attempts, next_at, reason'
  await client.query(
    `insert into handler_retry (${columns}) values ($1, 'note', 7, 0, 'a', $2, 'parked', 8, 0, 'broken')`,
    row,
  )
  await client.end()
  const run = (...words: string[]) => xiaoer(['events', ...words, '--org', orgId], { DATABASE_URL: parked.url }).stdout
  expect(JSON.parse(run('list'))).toMatchObject({ handler: 'note', position: 7, reason: 'broken', event })
  expect(run('replay', '--handler', 'other')).toMatch(/^0 events/)
  expect(run('replay', '--handler', 'note')).toMatch(/^1 events/)
  expect(run('list')).toBe('')
  await parked.drop()
})

test('the demo is made without a start, and kept when it is there', async () => {
  const target = await emptyDatabase()
  try {
    const home = { DATABASE_URL: target.url, DATA_DIR: join(folder, 'seeded') }
    expect(xiaoer(['seed', '--now', 'yesterday'], home)).toMatchObject({ status: 2 })
    const made = xiaoer(['seed', '--now', '2026-11-20T02:00:00Z'], home)
    expect([made.status, made.stderr.match(/^mirroring /gm)?.length]).toEqual([0, 6])
    expect(made.stdout).toMatch(/^Sign-ins: {4}owner@demo\.example/m)
    const again = xiaoer(['seed'], home)
    expect([again.status, again.stdout.split('\n')[0]]).toEqual([
      0,
      expect.stringContaining('the demo is here already'),
    ])
    const client = new pg.Client({ connectionString: target.url })
    await client.connect()
    const { rows } = await client.query<{ shops: number; orders: number }>(
      'select (select count(*)::int from shop) as shops, (select count(*)::int from shop_order) as orders',
    )
    await client.query('drop database xiaoer_demo with (force)')
    await client.end()
    expect(rows[0]?.shops).toBe(6)
    expect(rows[0]?.orders).toBeGreaterThan(1000)
  } finally {
    await target.drop()
  }
})
