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
  refund.amount size.measure size.fit size.larger coupon.list talk.topic`.split(/\s+/),
)

export const isKnownVariable = (name: string): boolean =>
  KNOWN_VARIABLES.has(name) || (name.startsWith('policy.') && KNOWN_POLICIES.has(name.slice('policy.'.length)))
