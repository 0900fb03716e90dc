import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { inspectMigrations } from './inspect-migrations.ts'
import { inspectWalls } from './inspect-walls.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

async function run(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: fresh.url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

test('finds nothing in a database as it is migrated, and leaves nothing behind', async () => {
  expect(await inspectWalls(fresh.url)).toEqual([])
  expect(await inspectMigrations(fresh.url)).toMatchObject({ pending: 0 })
})

test('finds a wall that somebody took down', async () => {
  await run('alter table organisation disable row level security')
  const problems = await inspectWalls(fresh.url)
  await run('alter table organisation enable row level security')
  expect(problems.join()).toMatch(/table organisation stands open/)
  expect(problems.join()).toMatch(/with no organisation set, rows are seen/)
})

test('finds a policy that lets everything be written', async () => {
  await run('create policy hole on shop_group for all to xiaoer_app using (true) with check (true)')
  const problems = await inspectWalls(fresh.url)
  await run('drop policy hole on shop_group')
  expect(problems).toEqual(['a row of another organisation can be written'])
})
