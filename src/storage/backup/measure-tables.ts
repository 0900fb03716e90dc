import type pg from 'pg'
import { connectOwner } from './connect-owner.ts'
import { copyOut } from './copy-streams.ts'
import { createMeasure } from './measure.ts'
import { listTables, type TablePlan } from './table-list.ts'

export interface TableMeasure {
  readonly name: string
  readonly rows: number
  readonly sha256: string
}

/** Counts and hashes what a database holds, as a backup would write it. */
export async function measureTables(url: string): Promise<readonly TableMeasure[]> {
  const client = await connectOwner(url)
  try {
    await client.query('begin isolation level repeatable read, read only')
    const measures: TableMeasure[] = []
    for (const table of await listTables(client)) measures.push(await measureTable(client, table))
    await client.query('commit')
    return measures
  } finally {
    await client.end()
  }
}

export async function measureTable(client: pg.Client, table: TablePlan): Promise<TableMeasure> {
  const measure = createMeasure()
  measure.stream.resume()
  for await (const chunk of copyOut(client, table.copyOut)) measure.stream.write(chunk)
  return { name: table.name, ...measure.result() }
}
