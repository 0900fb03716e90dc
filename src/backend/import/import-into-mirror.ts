import type { Database } from '../../storage/index.ts'
import { goodsIntoLedger } from '../../offer/index.ts'
import { applyToMirror, type CommerceEvent, type ShopRef } from '../../shop/index.ts'
import type { ImportProblem } from './import-problem.ts'
import { type ImportOptions, readImport } from './read-import.ts'
import type { ImportFile } from './read-rows.ts'

export interface ImportReport {
  /** Documents read without a fault, by kind. */
  readonly read: Readonly<Record<CommerceEvent['kind'], number>>
  /** Of these, how many were new or newer than what the mirror had. */
  readonly changed: number
  readonly problems: readonly ImportProblem[]
  readonly ignored: readonly string[]
}

export interface ImportWanted extends ImportOptions {
  readonly shop: ShopRef
  readonly files: readonly ImportFile[]
  /** The first filling of a shop: what lies in the past is stored and not told as news. */
  readonly isBackfill?: boolean
}

/** Files into a shop's mirror, in one transaction. */
export async function importIntoMirror(database: Database, wanted: ImportWanted): Promise<ImportReport> {
  const { events, problems, ignored } = await readImport(wanted.files, wanted)
  const { shop, at, isBackfill = false } = wanted
  const batch = { shop, events, at, isBackfill, follow: goodsIntoLedger }
  const { changed } = await database.within([shop.orgId], (tx) => applyToMirror(tx, batch))
  const read = { product: 0, order: 0, parcel: 0, refund: 0, coupon: 0, buyer: 0 }
  for (const event of events) read[event.kind] += 1
  return { read, changed, problems, ignored }
}
