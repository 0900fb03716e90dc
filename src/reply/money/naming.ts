import { formatMoney } from '../../kernel/money.ts'
import { type LedgerRow, nameKeyOf, type Step } from '../../offer/index.ts'
import type { Scene } from '../scene.ts'
import { say } from '../speech.ts'
import type { CaseLine } from './money-case.ts'

export const yuan = (fen: number): string => formatMoney({ amount: fen, currency: 'CNY' })

/** The row of an offer that a figure stands in; without `seq` the latest that was not withdrawn. */
export function rowOf(sourceId: string, scene: Scene, seq: number | null = null): LedgerRow | undefined {
  const rows = scene.context.offers.ledger.now.revisions.get(sourceId)
  const exact = seq === null ? undefined : rows?.find((row) => row.seq === seq)
  return exact ?? rows?.findLast(({ isWithdrawn }) => !isWithdrawn)
}

/** What the shop calls an offer, else what its kind is called. */
export function nameOf(row: Pick<LedgerRow, 'kind' | 'terms'> | undefined, scene: Scene): string {
  return row?.terms.title ?? say(nameKeyOf(row), scene)
}

export const nameOfStep = ({ sourceId, seq }: Step, scene: Scene): string =>
  nameOf(sourceId === null ? undefined : rowOf(sourceId, scene, seq), scene)

export const optionOf = ({ product, sku }: Pick<CaseLine, 'product' | 'sku'>): string =>
  product.skus.length > 1 ? ` ${Object.values(sku.options).join('/')}` : ''

export function titleOfSku(skuId: string, scene: Scene): string {
  const product = scene.context.catalogue.ofSku(skuId)
  const sku = product?.skus.find((one) => one.skuId === skuId)
  return product && sku ? `${product.title}${optionOf({ product, sku })}` : skuId
}

/** Several things in one sentence. */
export const listed = (parts: readonly string[], scene: Scene): string => parts.join(say('list.separator', scene))
