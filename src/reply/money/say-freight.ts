import { isInHours, isInScope, type LedgerRow } from '../../offer/index.ts'
import type { Resolved } from '../resolved.ts'
import type { Scene } from '../scene.ts'
import { say } from '../speech.ts'
import { regionOf } from './buyer-facts.ts'
import { moneyCase, quotedOf } from './money-case.ts'
import { listed, yuan } from './naming.ts'
import { sourceOf } from './sources.ts'

const MOST_RULES = 4
const ELSEWHERE = '*'

/** `{freight.*}`: what shipping costs for what is talked of, and the shop's rules of it. */
export function freightVariable(field: string, scene: Scene): Resolved | undefined {
  switch (field) {
    case 'fee':
      return feeText(scene)
    case 'region': {
      const region = regionOf(scene)
      return region === null ? undefined : { value: region }
    }
    case 'rules':
      return rulesText(freightRows(scene, 'shipping-fee'), feeRule, scene)
    case 'free':
      return rulesText(freightRows(scene, 'free-shipping'), freeRule, scene)
    default:
      return undefined
  }
}

/** `{insurance.*}`: who pays freight insurance, what it costs, how much it covers. */
export function insuranceVariable(field: string, scene: Scene): Resolved | undefined {
  const row = insuranceRow(scene)
  if (!row) return undefined
  const fen = field === 'fee' ? row.terms.feeFen : field === 'cover' ? row.terms.coverFen : undefined
  return fen === undefined ? undefined : { value: yuan(fen), sources: [sourceOfRow(row, scene)] }
}

/** The seller's where he pays, else the cheapest that a buyer may add. */
export function insuranceRow(scene: Scene): LedgerRow | null {
  const rows = freightRows(scene, 'freight-insurance')
  const seller = rows.find(({ terms }) => terms.paidBy === 'seller')
  return seller ?? rows.toSorted((one, other) => (one.terms.feeFen ?? 0) - (other.terms.feeFen ?? 0))[0] ?? null
}

/** Rows of a kind that hold now for everybody, for what is talked of where something is. */
export function freightRows(scene: Scene, kind: string): readonly LedgerRow[] {
  const { now, offers } = scene.context
  if (offers.isStopped) return []
  const lines = moneyCase(scene)?.question.cart.lines ?? []
  return offers.ledger.now.latest.filter(
    (row) =>
      row.kind === kind &&
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

const sourceOfRow = ({ id, to }: LedgerRow, { context }: Scene) => ({
  sourceId: id,
  version: String(context.offers.ledger.now.version),
  validTo: Number.isFinite(to) ? to : null,
})

function feeText(scene: Scene): Resolved | undefined {
  const quote = quotedOf(scene)
  const step = quote?.steps.find(({ layer, kind }) => layer === 9 && kind === 'shipping-fee')
  if (!quote || quote.shippingFen === null || !step) return undefined
  const ids = [...(step.sourceId === null ? [] : [step.sourceId]), ...(step.freeBy ?? [])]
  return { value: yuan(quote.shippingFen), sources: ids.map((id) => sourceOf(id, quote)) }
}

type Rule = (row: LedgerRow, scene: Scene) => string

function rulesText(rows: readonly LedgerRow[], rule: Rule, scene: Scene): Resolved | undefined {
  const shown = rows.slice(0, MOST_RULES)
  if (shown.length === 0) return undefined
  const parts = shown.map((row) => rule(row, scene))
  return { value: parts.join(say('clause.separator', scene)), sources: shown.map((row) => sourceOfRow(row, scene)) }
}

function regionsText(regions: readonly string[] | undefined, scene: Scene): string {
  const named = (regions ?? []).filter((one) => one !== ELSEWHERE)
  return named.length === 0 ? say('freight.elsewhere', scene) : listed(named, scene)
}

function feeRule({ terms: { regions, fee, refuse } }: LedgerRow, scene: Scene): string {
  const { flatFen, firstGram = 0, firstFen = 0, stepGram = 1, stepFen = 0 } = fee ?? {}
  const variables = new Map([
    ['freight.regions', regionsText(regions, scene)],
    ['freight.flat', yuan(flatFen ?? 0)],
    ['freight.first', yuan(firstFen)],
    ['freight.firstWeight', String(firstGram / 1000)],
    ['freight.step', yuan(stepFen)],
    ['freight.stepWeight', String(stepGram / 1000)],
  ])
  if (refuse) return say('freight.rule.refuse', scene, { variables })
  return say(flatFen === undefined ? 'freight.rule.weight' : 'freight.rule.flat', scene, { variables })
}

function freeRule({ terms }: LedgerRow, scene: Scene): string {
  const { minFen = 0, minQty = 0, regions, exceptRegions } = terms
  const variables = new Map([
    ['free.regions', regionsText(regions, scene)],
    ['free.money', yuan(minFen)],
    ['free.pieces', String(minQty)],
    ['free.except', listed(exceptRegions ?? [], scene)],
  ])
  const key = minFen > 0 ? 'freight.free.money' : minQty > 1 ? 'freight.free.pieces' : 'freight.free.always'
  const text = say(key, scene, { variables })
  return exceptRegions?.length ? `${text}${say('freight.free.except', scene, { variables })}` : text
}
