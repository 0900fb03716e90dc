import type { Handled } from '../../src/turn/index.ts'

/** Scenarios and properties that speak of a topic of the dialogues. Reported apart: no shop has an answer to everything. */
const TOPICS: Readonly<Record<string, RegExp>> = {
  address: /address/,
  buy: /how-to|in-stock|buy|order\./,
  cancel: /cancel/,
  care: /wash|care|shrink|fade|pill|clean|iron|shed|colou?r-?fast|smell|maintenance/,
  colour: /colou?r|shade/,
  compare: /compare|difference|recommend/,
  damage: /damage|fault|defect|broken|quality|repair|return\./,
  discount: /price|coupon|promotion|bargain|discount|member|threshold/,
  dispatch: /dispatch|ship|transit|today|urge|where|logistics/,
  exchange: /exchange/,
  fit: /fit|suit|size|age|safe|skin|baby|pregnan|who|for-|compat|allerg|effect|use/,
  freshness: /shelf|expir|fresh|store|storage|keep|date/,
  gift: /gift|box|pack/,
  install: /install|assemb|upstairs|to-door|mount/,
  insurance: /insurance/,
  invoice: /invoice/,
  material: /material|fabric|ingredient|content|compos|allerg|additive|filling/,
  price: /price|total|cost|promotion|discount/,
  refund: /refund/,
  return: /return/,
  size: /size|dimension|length|height|width|spec|capacity|options/,
  spec: /./,
  stock: /stock|restock|options|colou?r/,
  tracking: /logistics|track|parcel|where|transit|dispatch|urge/,
  use: /use|how|dose|amount|thaw|cook|often|long/,
  warranty: /warranty|repair/,
}

export function isOnTopic(topic: string, { decision }: Handled): boolean {
  const said = decision.acts.flatMap((act) => {
    if (act.kind === 'attribute') return [act.attributeId]
    if (act.kind === 'ask') return act.pending?.entryId ? [act.pending.entryId] : []
    return 'entryId' in act && act.entryId ? [act.entryId] : []
  })
  return said.some((id) => TOPICS[topic]?.test(id) ?? false)
}
