/** The facts that answers may depend on and the variables they may say: packs/README.md is the description, this the list. */
export const KNOWN_FACTS: ReadonlySet<string> = new Set([
  'order.known',
  'order.several',
  'order.late',
  'parcel.known',
  'parcel.stalled',
  'parcel.delivering',
  'parcel.delivered',
  'refund.known',
  'product.known',
  'product.inStock',
  'product.soldOut',
  'product.offShelf',
  'sku.known',
  'sku.soldOut',
  'size.one',
  'size.two',
  'size.none',
  'coupon.some',
  'price.known',
  'quote.known',
  'quote.several',
  'quote.optionOpen',
  'quote.claim',
  'quote.reduced',
  'quote.until',
  'quote.soldOut',
  'quote.limited',
  'quote.unknown',
  'freight.ruled',
  'freight.region',
  'freight.open',
  'freight.regionOpen',
  'freight.charged',
  'freight.free',
  'freight.refused',
  'insurance.seller',
  'insurance.buyer',
  'topup.known',
  'gift.got',
  'gift.ruled',
  'deposit.open',
  'deposit.known',
  'later.cheaper',
  'later.dearer',
  'protection.ruled',
  'protection.compared',
  'protection.difference',
  'protection.ended',
  'protection.not-protected',
  'protection.unsure',
  'protection.no-order',
  'agents.onDuty',
  'buyer.verified',
  'talk.repeated',
  'talk.topic',
])

export const KNOWN_POLICIES: ReadonlySet<string> = new Set(
  `dispatchHours dispatchFrom couriers courierChoice freeShippingFen freightFen remoteRegions overseas returnDays returnFreight
  freightInsurance exchange returnAddress refundDays invoice invoiceDelivery priceProtectionDays warranty authenticity giftWrap
  giftNote payments instalments cashOnDelivery selfPickup wholesale customMade addressChange memberClub reviewReward restock
  installation sampleSize preSale phone storeAddress washCare liveRoom`.split(/\s+/),
)

const KNOWN_VARIABLES: ReadonlySet<string> = new Set(
  `buyer.name shop.name shop.hours product.title product.price product.stock product.link product.attribute product.sizes
  product.colours product.sizeTable sku.name sku.price sku.stock order.no order.state order.items order.total order.placedAt
  order.paidAt order.shipBy order.address parcel.company parcel.no parcel.latest parcel.latestAt parcel.eta refund.state
  refund.amount size.measure size.fit size.larger coupon.list coupon.usable coupon.unusable
  quote.total quote.now quote.goods quote.saved quote.lines quote.steps quote.claims quote.until stack.used stack.kept
  topup.offer topup.missing topup.gain topup.items deposit.amount deposit.gain deposit.worth deposit.later deposit.from
  deposit.to gift.got gift.rules later.from later.to later.total dearer.from dearer.to dearer.total freight.fee
  freight.region freight.rules freight.free insurance.fee insurance.cover protection.days protection.until
  protection.paid protection.now protection.difference talk.topic`.split(/\s+/),
)

export const isKnownVariable = (name: string): boolean =>
  KNOWN_VARIABLES.has(name) || (name.startsWith('policy.') && KNOWN_POLICIES.has(name.slice('policy.'.length)))
