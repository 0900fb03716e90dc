import type { ShopListing } from '../catalogue.ts'
import { chanceOf } from '../chance.ts'
import { DAY_MS } from '../clock.ts'
import { type Coupon, fen, type Product } from '../shapes.ts'

export function makeCoupons(
  shop: ShopListing,
  products: readonly Product[],
  { seed, now }: { seed: string; now: number },
): Coupon[] {
  return shop.coupons.map((listed, index) => {
    const chance = chanceOf(`${seed} coupon ${shop.id} ${index}`)
    const couponId = `K${chance.digits(9)}`
    const { titles } = listed
    const validFrom = now + Math.round(listed.fromDays * DAY_MS)
    return {
      couponId,
      title: listed.title,
      off: fen(listed.offFen),
      threshold: listed.thresholdFen === null ? null : fen(listed.thresholdFen),
      validFrom,
      validTo: now + Math.round(listed.toDays * DAY_MS),
      claimable: listed.claimable,
      left: listed.left,
      productIds:
        titles === undefined
          ? []
          : products.filter((product) => product.title.includes(titles)).map((product) => product.productId),
      ...(listed.room !== undefined && { roomId: listed.room }),
      url: `/shops/${shop.id}/coupons/${couponId}`,
      updatedAt: Math.min(now, validFrom) - DAY_MS,
    }
  })
}
