import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { newId, type RowId } from '../../kernel/ids.ts'
import type { Tx } from '../../storage/index.ts'
import { digest } from '../digest.ts'
import type { Chunk } from './chunk-blocks.ts'
import { DOCUMENT_KINDS, type DocumentKind } from './read-document.ts'

export const MAX_DOCUMENTS = 200
export const MAX_SHOP_CHUNKS = 10_000
const VERSIONS_KEPT = 5
const PER_STATEMENT = 500

export interface ShopPlace {
  readonly orgId: string
  readonly shopId: string
}

export interface DocumentPlace extends ShopPlace {
  readonly documentId: string
}

/** What was read of a file or a page. */
export interface Imported {
  readonly title: string
  /** Null: from a file. */
  readonly url: string | null
  readonly kind: DocumentKind
  readonly size: number
  readonly chunks: readonly Chunk[]
}

export interface ImportedDocument {
  readonly documentId: string
  readonly version: number
  readonly outcome: 'added' | 'changed' | 'unchanged'
}

/**
 * Takes a document into the shop. The page of the same address, or the file of the same name, gets a new version where its text
 * is another. 409 `conflict` where the same text is there under another name; 422 where the shop holds too much.
 */
export async function importDocument(
  tx: Tx,
  shop: ShopPlace,
  { imported, by, at }: { readonly imported: Imported; readonly by: string; readonly at: number },
): Promise<ImportedDocument> {
  // The row of the shop is the lock: two uploads of the same file are one after the other.
  await tellShopOfDocuments(tx, shop)
  const standing = await readStanding(tx, shop)
  const own = digest(imported.chunks.map(({ place, text }) => [place, text]))
  const known = standing.find(({ url, title }) =>
    imported.url === null ? url === null && title === imported.title : url === imported.url,
  )
  if (known?.digest === own) {
    await noteCheck(tx, { ...shop, documentId: known.documentId }, { at, problem: null })
    return { documentId: known.documentId, version: known.version, outcome: 'unchanged' }
  }
  const double = standing.find((one) => one.digest === own && one !== known)
  if (double) {
    const message = `The same text is there already: "${double.title}".`
    throw new XiaoerError({ code: 'conflict', field: 'file', message })
  }
  const chunks = standing.reduce((sum, one) => sum + (one === known ? 0 : one.chunks), imported.chunks.length)
  if ((!known && standing.length >= MAX_DOCUMENTS) || chunks > MAX_SHOP_CHUNKS) throw tooMuch()
  const documentId = known?.documentId ?? (await insertDocument(tx, shop, { imported, at }))
  const version = await insertVersion(tx, { ...shop, documentId }, { imported, digest: own, by, at })
  await tx
    .updateTable('document')
    .set({ version, checked_at: at, problem: null })
    .where('org_id', '=', shop.orgId)
    .where('document_id', '=', documentId)
    .execute()
  return { documentId, version, outcome: known ? 'changed' : 'added' }
}

const tooMuch = (): XiaoerError =>
  new XiaoerError({
    code: 'unprocessable',
    field: 'file',
    message: `A shop holds at most ${MAX_DOCUMENTS} documents with ${MAX_SHOP_CHUNKS} pieces of text. Remove one first.`,
  })

async function insertDocument(
  tx: Tx,
  { orgId, shopId }: ShopPlace,
  { imported, at }: { readonly imported: Imported; readonly at: number },
): Promise<string> {
  const documentId = newId<RowId>(at)
  const row = { org_id: orgId, document_id: documentId, shop_id: shopId, title: imported.title, url: imported.url }
  await tx
    .insertInto('document')
    .values({ ...row, version: 1, added_at: at, checked_at: at, problem: null, removed_at: null })
    .execute()
  return documentId
}

interface NewVersion {
  readonly imported: Imported
  readonly digest: string
  readonly by: string
  readonly at: number
}

async function insertVersion(tx: Tx, place: DocumentPlace, { imported, by, at, ...made }: NewVersion): Promise<number> {
  const { orgId, documentId } = place
  const last = await tx
    .selectFrom('document_version')
    .select((of) => of.fn.max('version').as('version'))
    .where('org_id', '=', orgId)
    .where('document_id', '=', documentId)
    .executeTakeFirst()
  const version = (last?.version ?? 0) + 1
  const key = { org_id: orgId, document_id: documentId, version }
  await tx
    .insertInto('document_version')
    .values({ ...key, kind: imported.kind, size: imported.size, digest: made.digest, made_by: by, made_at: at })
    .execute()
  const rows = imported.chunks.map(({ place: heading, text, from, to }, chunk) => ({
    ...{ ...key, chunk, place: heading, text, from_character: from, to_character: to },
  }))
  for (let start = 0; start < rows.length; start += PER_STATEMENT)
    await tx
      .insertInto('document_chunk')
      .values(rows.slice(start, start + PER_STATEMENT))
      .execute()
  for (const table of ['document_chunk', 'document_version'] as const)
    await tx
      .deleteFrom(table)
      .where('org_id', '=', orgId)
      .where('document_id', '=', documentId)
      .where('version', '<=', version - VERSIONS_KEPT)
      .execute()
  return version
}

export interface StandingDocument {
  readonly documentId: string
  readonly title: string
  readonly url: string | null
  readonly version: number
  readonly kind: DocumentKind
  readonly size: number
  readonly digest: string
  readonly chunks: number
  readonly addedAt: number
  readonly checkedAt: number
  /** Why the page could not be read the last time it was looked at. */
  readonly problem: string | null
  /** The version before the one in use, where it is kept. */
  readonly formerVersion: number | null
}

/** Documents of a shop that were not removed, newest first. */
export async function readStanding(tx: Tx, { orgId, shopId }: ShopPlace): Promise<StandingDocument[]> {
  const rows = await tx
    .selectFrom('document as d')
    .innerJoin('document_version as v', (on) =>
      on
        .onRef('v.org_id', '=', 'd.org_id')
        .onRef('v.document_id', '=', 'd.document_id')
        .onRef('v.version', '=', 'd.version'),
    )
    .selectAll('d')
    .select(['v.kind', 'v.size', 'v.digest'])
    .select((of) => [
      of
        .selectFrom('document_chunk as c')
        .select((one) => one.fn.countAll<number>().as('count'))
        .whereRef('c.org_id', '=', 'd.org_id')
        .whereRef('c.document_id', '=', 'd.document_id')
        .whereRef('c.version', '=', 'd.version')
        .as('chunks'),
      of
        .selectFrom('document_version as w')
        .select((one) => one.fn.max('w.version').as('version'))
        .whereRef('w.org_id', '=', 'd.org_id')
        .whereRef('w.document_id', '=', 'd.document_id')
        .whereRef('w.version', '<', 'd.version')
        .as('former'),
    ])
    .where('d.org_id', '=', orgId)
    .where('d.shop_id', '=', shopId)
    .where('d.removed_at', 'is', null)
    .orderBy('d.document_id', 'desc')
    .execute()
  return rows.map((row) => ({
    ...{ documentId: row.document_id, title: row.title, url: row.url, version: row.version },
    ...{ kind: kindOf(row.kind), size: row.size, digest: row.digest, chunks: Number(row.chunks ?? 0) },
    ...{ addedAt: row.added_at, checkedAt: row.checked_at, problem: row.problem, formerVersion: row.former },
  }))
}

const kindOf = (kind: string): DocumentKind => DOCUMENT_KINDS.find((one) => one === kind) ?? 'text'

export async function findDocument(tx: Tx, place: DocumentPlace): Promise<StandingDocument> {
  const found = (await readStanding(tx, place)).find(({ documentId }) => documentId === place.documentId)
  if (!found) throw notFound()
  return found
}

export async function noteCheck(
  tx: Tx,
  { orgId, documentId }: DocumentPlace,
  { at, problem }: { readonly at: number; readonly problem: string | null },
): Promise<void> {
  await tx
    .updateTable('document')
    .set({ checked_at: at, problem })
    .where('org_id', '=', orgId)
    .where('document_id', '=', documentId)
    .execute()
}

/** Robots of this shop read its documents anew. */
export async function tellShopOfDocuments(tx: Tx, { orgId, shopId }: ShopPlace): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('shop')
    .set((column) => ({ version: column('version', '+', 1) }))
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notFound()
}
