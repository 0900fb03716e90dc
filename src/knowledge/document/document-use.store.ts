import { notFound, XiaoerError } from '../../kernel/errors.ts'
import type { Tx } from '../../storage/index.ts'
import type { Chunk } from './chunk-blocks.ts'
import { type DocumentPlace, readStanding, type ShopPlace, tellShopOfDocuments } from './document.store.ts'

export interface StoredChunk extends Chunk {
  readonly chunk: number
}

/** A piece of a document that is in use, with what names it. */
export interface ChunkInUse {
  readonly documentId: string
  readonly version: number
  readonly chunk: number
  readonly title: string
  readonly place: string
  readonly text: string
}

/** Pieces of one document, of the version in use, from a place on. */
export async function readChunks(
  tx: Tx,
  { orgId, documentId }: DocumentPlace,
  { version, after, limit }: { readonly version: number; readonly after: number; readonly limit: number },
): Promise<StoredChunk[]> {
  const rows = await tx
    .selectFrom('document_chunk')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('document_id', '=', documentId)
    .where('version', '=', version)
    .where('chunk', '>', after)
    .orderBy('chunk')
    .limit(limit)
    .execute()
  return rows.map(({ chunk, place, text, from_character: from, to_character: to }) => ({
    ...{ chunk, place, text, from, to },
  }))
}

/** Everything of a shop that its robot may quote from. */
export async function readChunksInUse(tx: Tx, { orgId, shopId }: ShopPlace): Promise<ChunkInUse[]> {
  const rows = await tx
    .selectFrom('document as d')
    .innerJoin('document_chunk as c', (on) =>
      on
        .onRef('c.org_id', '=', 'd.org_id')
        .onRef('c.document_id', '=', 'd.document_id')
        .onRef('c.version', '=', 'd.version'),
    )
    .select(['d.document_id', 'd.version', 'd.title', 'c.chunk', 'c.place', 'c.text'])
    .where('d.org_id', '=', orgId)
    .where('d.shop_id', '=', shopId)
    .where('d.removed_at', 'is', null)
    .orderBy('d.document_id')
    .orderBy('c.chunk')
    .execute()
  return rows.map(({ document_id: documentId, ...row }) => ({ documentId, ...row }))
}

/** The robot quotes this version from now on: the way back after a change. 404 for a version that is not kept. */
export async function quoteVersion(tx: Tx, place: DocumentPlace, version: number): Promise<void> {
  await tellShopOfDocuments(tx, place)
  const kept = await tx
    .selectFrom('document_version')
    .select('version')
    .where('org_id', '=', place.orgId)
    .where('document_id', '=', place.documentId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (!kept) throw notFound()
  await change(tx, place, { version })
}

/** From now on it is not quoted; it can be brought back. */
export async function removeDocument(tx: Tx, place: DocumentPlace, at: number): Promise<void> {
  await tellShopOfDocuments(tx, place)
  await change(tx, place, { removed_at: at })
}

/** 409 `conflict` where its place was taken meanwhile. */
export async function restoreDocument(tx: Tx, place: DocumentPlace): Promise<void> {
  await tellShopOfDocuments(tx, place)
  const before = await readStanding(tx, place)
  await change(tx, place, { removed_at: null })
  const [back] = (await readStanding(tx, place)).filter(({ documentId }) => documentId === place.documentId)
  const rival = before.find(
    ({ digest, title, url, documentId }) =>
      documentId !== place.documentId &&
      (digest === back?.digest || (url === back?.url && (url !== null || title === back?.title))),
  )
  if (rival) throw new XiaoerError({ code: 'conflict', message: `"${rival.title}" has taken its place.` })
}

interface Change {
  readonly version?: number
  readonly removed_at?: number | null
}

async function change(tx: Tx, place: DocumentPlace, set: Change): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('document')
    .set(set)
    .where('org_id', '=', place.orgId)
    .where('shop_id', '=', place.shopId)
    .where('document_id', '=', place.documentId)
    .where('removed_at', set.removed_at === null ? 'is not' : 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notFound()
}
