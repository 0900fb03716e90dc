import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { buyerId, channelId, conversationId, turnId } from '../../kernel/ids.ts'
import type { ToldOtherwise } from '../../livestream/index.ts'
import type { Told } from '../../offer/index.ts'
import { instantOut } from '../fields.ts'

const rows = z.array(z.strictObject({ sourceId: z.string(), version: z.int() }))

/** A conversation that was told what no longer holds. */
export const toldView = z.strictObject({
  conversationId,
  channelId,
  buyerId,
  /** Names the figure within the talk: what is told anew of the same things takes its place. */
  key: z.string(),
  turnId: turnId.nullable(),
  toldAt: instantOut,
  /** `total`: of a cart. `price`: of its pieces. `offer`: the terms of one. */
  kind: z.enum(['total', 'price', 'offer']),
  entrance: z.string().nullable(),
  lines: z.array(z.strictObject({ skuId: z.string(), productId: z.string(), quantity: z.int() })),
  /** The version of the ledger that it was said by, the figure, and its rows. */
  told: z.strictObject({ version: z.int(), fen: z.int().nullable(), rows }),
  /** What the ledger says now; null = nothing holds any more that could be said. */
  now: z.strictObject({ fen: z.int().nullable(), rows, validTo: instantOut.nullable() }).nullable(),
})

export const showTold = (one: ToldOtherwise) => ({
  conversationId: conversationId.parse(one.conversationId),
  channelId: channelId.parse(one.channelId),
  buyerId: buyerId.parse(one.buyerId),
  key: one.key,
  turnId: one.turnId === null ? null : turnId.parse(one.turnId),
  toldAt: toIso(one.toldAt),
  kind: one.told.kind,
  entrance: entranceOfTold(one.told),
  lines: one.told.kind === 'offer' ? [] : one.told.lines.map(showLine),
  told: { version: one.told.version, fen: one.told.kind === 'offer' ? null : one.told.fen, rows: rowsOf(one.told) },
  now: one.now.now && {
    fen: one.now.fen,
    rows: rowsOf(one.now.now),
    validTo: one.now.until === null ? null : toIso(one.now.until),
  },
})

const entranceOfTold = (told: Told): string | null =>
  told.kind === 'offer' ? told.entrance : (told.lines[0]?.entrance ?? null)

const showLine = ({ skuId, productId, quantity }: { skuId: string; productId: string; quantity: number }) => ({
  skuId,
  productId,
  quantity,
})

const rowsOf = (told: Told) => told.rows.map(({ offerId, seq }) => ({ sourceId: offerId, version: seq }))
