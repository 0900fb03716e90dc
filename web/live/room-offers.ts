import type { Rule } from '../api/offers.ts'
import type { Offer } from '../api/shapes.ts'
import { entranceOfRoom, roomOf } from '../offers/offer-state.ts'
import { numberAt, textsAt } from '../offers/rule-path.ts'

export const PANEL_KINDS = ['time-price', 'product-coupon'] as const
export type PanelKind = (typeof PANEL_KINDS)[number]

/** What the panel sets for one product of one show: an id that another show never has, so that its history stays its own. */
export const offerIdOf = (roomId: string, productId: string, kind: PanelKind): string =>
  `live:${roomId}:${productId}:${kind}`

export interface RoomTerms {
  readonly amountFen: number | undefined
  /** Pieces or coupons in all; undefined: no limit. */
  readonly stock: number | undefined
  /** The one article that a limited price is of. */
  readonly skuId: string | undefined
  /** When it ends, as ISO text; undefined: with the show. */
  readonly validTo: string | undefined
}

export function termsOf(offer: Offer | undefined, kind: PanelKind): RoomTerms {
  const rule = offer?.rule
  const [skuId] = textsAt(rule, 'scope.skus')
  const validTo = rule?.validTo
  return {
    amountFen: numberAt(rule, kind === 'time-price' ? 'priceFen' : 'tiers.0.offFen'),
    stock: numberAt(rule, 'limits.stock'),
    skuId,
    validTo: typeof validTo === 'string' ? validTo : undefined,
  }
}

export interface Wanted {
  readonly roomId: string
  readonly productId: string
  readonly kind: PanelKind
  readonly terms: RoomTerms
}

/** A room's coupon does not stand beside the shop's: one of the two counts, the better one. */
const ALONE = ['shop-coupon']

/** Without a title: buyers hear of it in the words of the shop, whatever language the panel speaks. */
export function ruleOf({ roomId, productId, kind, terms }: Wanted): Rule {
  const { amountFen, stock, skuId, validTo } = terms
  const shared = {
    kind,
    entrance: entranceOfRoom(roomId),
    scope: skuId === undefined ? { products: [productId] } : { skus: [skuId] },
    validTo: validTo ?? null,
    ...(stock !== undefined && { limits: { stock } }),
  }
  if (kind === 'time-price') return { ...shared, priceFen: amountFen }
  return { ...shared, tiers: [{ minFen: 0, offFen: amountFen }], claimable: true, notWith: ALONE }
}

export const isOfRoom = (offer: Offer, roomId: string): boolean => roomOf(offer) === roomId
