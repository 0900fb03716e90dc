import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { serverUrl } from '../../test/server-url.ts'
import { systemClock } from '../kernel/clock.ts'
import { newUuid } from '../kernel/ids.ts'
import { measureTables } from './backup/measure-tables.ts'
import { restoreBackup } from './backup/restore-backup.ts'
import { writeBackup } from './backup/write-backup.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'

async function asSuperuser(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

test('a merchant whose role owns the database and is no superuser can migrate, work, back up and restore', async () => {
  const owner = `owner_${Date.now()}`
  const [first, second] = [`${owner}_a`, `${owner}_b`]
  const folder = mkdtempSync(join(tmpdir(), 'xiaoer-owner-'))
  await asSuperuser(
    `create role ${owner} login createrole password 'x'`,
    `create database ${first} owner ${owner}`,
    `create database ${second} owner ${owner}`,
  )
  // The role xiaoer_app belongs to the whole server; the test server has it from another owner.
  await asSuperuser(`grant xiaoer_app to ${owner}`)
  const urlOf = (name: string) => {
    const url = new URL(serverUrl())
    Object.assign(url, { username: owner, password: 'x', pathname: `/${name}` })
    return url.href
  }
  try {
    await migrate({ url: urlOf(first) })
    const orgId = newUuid(systemClock.now())
    const database = await openDatabase({ url: urlOf(first), poolSize: 2, onError: () => undefined })
    await database.within([orgId], (tx) =>
      tx.insertInto('organisation').values({ org_id: orgId, name: 'mine', created_at: 1 }).execute(),
    )
    expect(await database.within([], (tx) => tx.selectFrom('organisation').select('name').execute())).toEqual([])
    await database.close()
    await writeBackup({ url: urlOf(first), to: join(folder, 'b'), clock: systemClock })
    const backup = await restoreBackup({ url: urlOf(second), from: join(folder, 'b') })
    expect(backup.tables.find((table) => table.name === 'organisation')?.rows).toBe(1)
    expect(await measureTables(urlOf(second))).toEqual(await measureTables(urlOf(first)))
  } finally {
    await asSuperuser(`drop database if exists ${first} with (force)`, `drop database if exists ${second} with (force)`)
    await asSuperuser(`drop owned by ${owner}`, `drop role ${owner}`)
    rmSync(folder, { recursive: true })
  }
})
