import pg from 'pg'
import { BackupProblem } from './backup-problem.ts'

/** A connection as the owner, with the settings that decide how values are written. */
export async function connectOwner(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'xiaoer backup',
    options: '-c timezone=UTC -c datestyle=ISO -c extra_float_digits=1 -c bytea_output=hex -c statement_timeout=0',
  })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

// Under row-level security a role without a policy sees empty tables: its backup would look fine and hold nothing.
const HIDDEN = `
  select c.relname from pg_class c
  where c.relnamespace = current_schema()::regnamespace and c.relforcerowsecurity
    and not (select r.rolsuper or r.rolbypassrls from pg_roles r where r.rolname = current_user)
    and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'owner'
      and (select oid from pg_roles where rolname = current_user) = any (p.polroles))`

export async function refuseStrangers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ relname: string }>(HIDDEN)
  if (rows.length > 0)
    throw new BackupProblem('not-owner', 'use the role that migrated the database: this one does not see every row')
}
