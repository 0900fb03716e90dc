import { isInHours, isInScope, type LedgerRow } from '../../offer/index.ts'
import type { Resolved } from '../resolved.ts'
import type { Scene } from '../scene.ts'
import { say } from '../speech.ts'
import { type MoneyCase, moneyCase } from './money-case.ts'
import { listed, nameOf, titleOfSku, yuan } from './naming.ts'
import { sourceOf } from './sources.ts'

const MOST = 3

/** `{gift.got}`: what comes with the things talked of; `{gift.rules}`: for what gifts are given at all. */
export function giftVariable(field: string, scene: Scene): Resolved | undefined {
  const found = moneyCase(scene)
  if (field === 'got') return got(found, scene)
  return field === 'rules' ? rules(found, scene) : undefined
}

function got(found: MoneyCase | null, scene: Scene): Resolved | undefined {
  if (found?.quote.status !== 'quoted' || found.quote.gifts.length === 0) return undefined
  const { quote } = found
  const parts = quote.gifts.map(({ skuId, quantity }) => giftText(skuId, quantity, scene))
  return { value: listed(parts, scene), sources: quote.gifts.map(({ sourceId }) => sourceOf(sourceId, quote)) }
}

const giftText = (skuId: string, quantity: number, scene: Scene): string =>
  say('gift.item', scene, {
    variables: new Map([
      ['gift.title', titleOfSku(skuId, scene)],
      ['gift.quantity', String(quantity)],
    ]),
  })

function rules(found: MoneyCase | null, scene: Scene): Resolved | undefined {
  const rows = giftRows(found, scene).slice(0, MOST)
  if (rows.length === 0) return undefined
  const { version } = scene.context.offers.ledger.now
  const parts = rows.flatMap((row) => stepsOf(row).map((step) => ruleText(row, step, scene)))
  return {
    value: listed(parts, scene),
    sources: rows.map(({ id, to }) => ({
      sourceId: id,
      version: String(version),
      validTo: Number.isFinite(to) ? to : null,
    })),
  }
}

export const isGiftRuled = (scene: Scene): boolean => giftRows(moneyCase(scene), scene).length > 0

/** Gifts of the shop that are given now, for what is talked of where something is. */
function giftRows(found: MoneyCase | null, { context }: Scene): readonly LedgerRow[] {
  const { now, offers } = context
  if (offers.isStopped) return []
  const lines = found?.question.cart.lines ?? []
  return offers.ledger.now.latest.filter(
    (row) =>
      row.kind === 'gift' &&
      row.fault === null &&
      !row.isWithdrawn &&
      row.terms.entrance === undefined &&
      row.terms.audience === undefined &&
      row.from <= now &&
      now < row.to &&
      isInHours(row, now) &&
      (lines.length === 0 || lines.some((line) => isInScope(row, line))),
  )
}

interface GiftStep {
  readonly fen: number
  readonly pieces: number
  readonly skuId: string
  readonly quantity: number
  readonly isEvery: boolean
}

function stepsOf({ terms: { tiers, every } }: LedgerRow): GiftStep[] {
  if (every?.gift) {
    const { skuId, quantity } = every.gift
    return [{ fen: every.stepFen ?? 0, pieces: every.stepQty ?? 0, skuId, quantity, isEvery: true }]
  }
  return (tiers ?? []).flatMap(({ minFen = 0, minQty = 0, gift }) =>
    gift ? [{ fen: minFen, pieces: minQty, skuId: gift.skuId, quantity: gift.quantity, isEvery: false }] : [],
  )
}

function ruleText(row: LedgerRow, step: GiftStep, scene: Scene): string {
  const variables = new Map([
    ['offer.title', nameOf(row, scene)],
    ['step.money', yuan(step.fen)],
    ['step.pieces', String(step.pieces)],
    ['gift.item', giftText(step.skuId, step.quantity, scene)],
  ])
  if (step.fen === 0 && step.pieces <= 1) return say('gift.rule.any', scene, { variables })
  const from = step.fen > 0 ? 'money' : 'pieces'
  return say(step.isEvery ? `gift.rule.every-${from}` : `gift.rule.${from}`, scene, { variables })
}
