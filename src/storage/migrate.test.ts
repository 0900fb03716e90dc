import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { emptyDatabase } from '../../test/database.ts'
import { type MigrationStep, migrate } from './migrate.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function empty(): Promise<string> {
  const { url, drop } = await emptyDatabase()
  undo.push(drop)
  return url
}

function folderWith(...texts: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  undo.push(() => rmSync(folder, { recursive: true }))
  texts.forEach((text, index) => writeFileSync(join(folder, `000${index + 1}-step.sql`), text))
  return folder
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

test('brings an empty database to the version of the code, and does nothing the second time', async () => {
  const url = await empty()
  const first = await migrate({ url })
  expect(first.applied).toBeGreaterThan(0)
  expect(await migrate({ url })).toEqual({ version: first.version, applied: 0 })
})

test('two starts at once run every migration once', async () => {
  const url = await empty()
  const folder = folderWith('create table one (a int); select pg_sleep(0.2)')
  const results = await Promise.all([migrate({ url, folder }), migrate({ url, folder })])
  expect(results.map((result) => result.applied).sort()).toEqual([0, 1])
})

test('a migration that fails leaves nothing of itself, and the next run heals', async () => {
  const url = await empty()
  const folder = folderWith('create table one (a int)', 'create table two (a int); select 1/0')
  await expect(migrate({ url, folder })).rejects.toMatchObject({ kind: 'failed' })
  expect(
    await query(url, "select to_regclass('one') is not null as one, to_regclass('two') is not null as two"),
  ).toEqual([{ one: true, two: false }])
  writeFileSync(join(folder, '0002-step.sql'), 'create table two (a int)')
  expect(await migrate({ url, folder })).toEqual({ version: 2, applied: 1 })
})

test('a run whose connection is killed in the middle of a migration heals at the next run', async () => {
  const url = await empty()
  const folder = folderWith('create table one (a int)', 'create table two (a int); select pg_sleep(30)')
  const steps: MigrationStep[] = []
  const killed = migrate({
    url,
    folder,
    onStep: (step) => {
      steps.push(step)
      if (step.kind === 'applying' && step.number === 2) void killMigration(url)
    },
  })
  await expect(killed).rejects.toThrow()
  expect(steps).toHaveLength(2)
  writeFileSync(join(folder, '0002-step.sql'), 'create table two (a int)')
  expect(await migrate({ url, folder })).toEqual({ version: 2, applied: 1 })
})

async function killMigration(url: string): Promise<void> {
  const text =
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'xiaoer migrate' and datname = current_database() and query like '%pg_sleep%' and state = 'active'"
  while ((await query(url, text)).length === 0) continue
}

test('refuses a database that a newer code has migrated', async () => {
  const url = await empty()
  await migrate({ url, folder: folderWith('select 1', 'select 2') })
  await expect(migrate({ url, folder: folderWith('select 1') })).rejects.toMatchObject({ kind: 'database-newer' })
})

test('refuses when a migration that ran was changed afterwards', async () => {
  const url = await empty()
  const folder = folderWith('select 1')
  await migrate({ url, folder })
  writeFileSync(join(folder, '0001-step.sql'), 'select 2')
  await expect(migrate({ url, folder })).rejects.toMatchObject({ kind: 'changed' })
})

test('refuses a gap in the numbers', async () => {
  const folder = folderWith('select 1')
  cpSync(join(folder, '0001-step.sql'), join(folder, '0003-step.sql'))
  await expect(migrate({ url: await empty(), folder })).rejects.toMatchObject({ kind: 'misnamed' })
})
