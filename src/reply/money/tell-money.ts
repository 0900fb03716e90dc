import type { MemoryFact } from '../../dialogue/index.ts'
import type { Answer } from '../../knowledge/index.ts'
import type { Scene } from '../scene.ts'
import { say } from '../speech.ts'
import { entranceNote } from './entrance-note.ts'
import { yuan } from './naming.ts'
import { usableClaims } from './say-coupons.ts'
import { namesFigure, toldFacts, type ToldSaying, toldOtherwise } from './told-facts.ts'

interface Answering extends Pick<ToldSaying, 'quoted' | 'turnId'> {
  readonly cards: Answer['cards']
}

export interface MoneyTold {
  /** What is kept of the figures that were said. */
  readonly told: readonly MemoryFact[]
  /** What is said before them: that they were others a while ago, and for which entrance they hold. */
  readonly notes: readonly string[]
}

const MOST_COUPON_CARDS = 2

export function tellMoney(scene: Scene, { quoted, cards, turnId }: Answering): MoneyTold {
  const hasPriceCard = cards.includes('product')
  const coupons = cards.includes('coupon') ? usableClaims(scene).slice(0, MOST_COUPON_CARDS) : []
  const told = toldFacts(scene, { quoted, hasPriceCard, coupons, turnId })
  if (!namesFigure(quoted)) return { told, notes: [] }
  const before = toldOtherwise(told, scene)
  const changed =
    before === null ? null : say('told.changed', scene, { variables: new Map([['told.before', yuan(before)]]) })
  return { told, notes: [changed, entranceNote(scene)].filter((note) => note !== null) }
}
