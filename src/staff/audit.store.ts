import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../storage/index.ts'
import type { AuditAct } from './audit-acts.ts'
import { stableJson } from '../kernel/stable-json.ts'

type Detail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

interface AuditEntry {
  readonly orgId: string
  readonly actor: { readonly kind: 'staff' | 'api-key' | 'system'; readonly id: string }
  readonly act: AuditAct
  /** Id of what was acted upon. */
  readonly target: string
  readonly at: number
  /** Ids, names of fields, figures and states. Never a text, an address or a secret. */
  readonly detail?: Detail
  /** What was written or seen: only its digest is kept. */
  readonly content?: unknown
}

export interface AuditRow {
  readonly seq: number
  readonly at: number
  readonly actorKind: string
  readonly actorId: string
  readonly act: string
  readonly target: string
  readonly digest: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly previousHash: string
  readonly hash: string
}

const GENESIS = '0'.repeat(64)
const detailShape = z.record(z.string(), z.unknown())

/**
 * Writes one privileged act in the transaction of the act itself. `seq` is gapless per organisation: the lock is held to
 * the end of the transaction, so call it last.
 */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<AuditRow> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit ${entry.orgId}`}, 0))`.execute(tx)
  const last = await tx
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .where('org_id', '=', entry.orgId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const row = {
    seq: (last?.seq ?? 0) + 1,
    at: entry.at,
    actorKind: entry.actor.kind,
    actorId: entry.actor.id,
    act: entry.act,
    target: entry.target,
    digest: sha256(stableJson(entry.content ?? null)),
    detail: detailShape.parse(entry.detail ?? {}),
    previousHash: last?.hash ?? GENESIS,
  }
  const full = { ...row, hash: hashOf(entry.orgId, row) }
  await tx.insertInto('audit').values(toColumns(entry.orgId, full)).execute()
  return full
}

/** Newest first; `before` is the last seq of the page before. */
export async function listAudit(
  tx: Tx,
  page: { orgId: string; before?: number | undefined; act?: string | undefined; limit: number },
): Promise<AuditRow[]> {
  let query = tx
    .selectFrom('audit')
    .selectAll()
    .where('org_id', '=', page.orgId)
    .orderBy('seq', 'desc')
    .limit(page.limit)
  if (page.before !== undefined) query = query.where('seq', '<', page.before)
  if (page.act !== undefined) query = query.where('act', '=', page.act)
  return (await query.execute()).map(fromColumns)
}

/** Oldest first, for exports and for checking the chain. */
export async function readAuditAfter(
  tx: Tx,
  { orgId, after, limit }: { orgId: string; after: number; limit: number },
): Promise<AuditRow[]> {
  const rows = await tx
    .selectFrom('audit')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(fromColumns)
}

export type AuditVerdict =
  | { readonly intact: true; readonly count: number; readonly lastSeq: number; readonly lastHash: string }
  /** The first row that does not follow from the ones before it. */
  | { readonly intact: false; readonly brokenAt: number }

/**
 * Walks the chain. A row that was changed, taken out or put in breaks it; rows cut off the end are found by `expect`,
 * the seq and hash of an earlier export.
 */
export async function verifyAudit(
  tx: Tx,
  orgId: string,
  expect?: { readonly seq: number; readonly hash: string },
): Promise<AuditVerdict> {
  let seq = 0
  let previousHash = GENESIS
  for (;;) {
    const rows = await readAuditAfter(tx, { orgId, after: seq, limit: 1000 })
    for (const row of rows) {
      const { hash, ...content } = row
      const follows = row.seq === seq + 1 && row.previousHash === previousHash && hashOf(orgId, content) === hash
      const asExported = expect?.seq !== row.seq || expect.hash === hash
      if (!follows || !asExported) return { intact: false, brokenAt: seq + 1 }
      seq = row.seq
      previousHash = hash
    }
    if (rows.length === 0) break
  }
  if (expect && expect.seq > seq) return { intact: false, brokenAt: seq + 1 }
  return { intact: true, count: seq, lastSeq: seq, lastHash: previousHash }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const hashOf = (orgId: string, row: Omit<AuditRow, 'hash'>): string =>
  sha256(
    stableJson([
      orgId,
      row.seq,
      row.at,
      row.actorKind,
      row.actorId,
      row.act,
      row.target,
      row.digest,
      row.detail,
      row.previousHash,
    ]),
  )

const toColumns = (orgId: string, row: AuditRow) => ({
  org_id: orgId,
  seq: row.seq,
  at: row.at,
  actor_kind: row.actorKind,
  actor_id: row.actorId,
  act: row.act,
  target: row.target,
  digest: row.digest,
  detail: JSON.stringify(row.detail),
  previous_hash: row.previousHash,
  hash: row.hash,
})

interface Columns extends Omit<ReturnType<typeof toColumns>, 'detail'> {
  readonly detail: unknown
}

const fromColumns = (row: Columns): AuditRow => ({
  seq: row.seq,
  at: row.at,
  actorKind: row.actor_kind,
  actorId: row.actor_id,
  act: row.act,
  target: row.target,
  digest: row.digest,
  detail: detailShape.parse(row.detail),
  previousHash: row.previous_hash,
  hash: row.hash,
})
