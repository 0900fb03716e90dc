/*
 * The shop of the day: what it sells, and at what price the day begins. Nothing of src is used here or anywhere in this
 * folder's judging: what a figure must be is reckoned from this and from the changes that were made.
 */

export interface WorldSku {
  readonly skuId: string
  readonly options: Readonly<Record<string, string>>
  readonly priceFen: number
  readonly stock: number
}

export interface WorldProduct {
  readonly productId: string
  readonly title: string
  /** What buyers call it. */
  readonly short: string
  readonly category: string
  readonly skus: readonly WorldSku[]
  readonly updatedAt: number
}

const SORTS = [
  ['云朵羊毛大衣', '大衣', 59_900, 3, 3000],
  ['微喇牛仔裤', '牛仔裤', 16_900, 3, 0],
  ['法式连衣裙', '连衣裙', 23_900, 3, 1000],
  ['极暖羽绒服', '羽绒服', 49_900, 3, 5000],
  ['麻花针织衫', '针织衫', 13_900, 2, 0],
  ['加绒卫衣', '卫衣', 11_900, 3, 500],
  ['通勤衬衫', '衬衫', 9900, 3, 0],
  ['百褶半身裙', '半身裙', 12_900, 2, 700],
  ['轻弹运动鞋', '运动鞋', 26_900, 3, 0],
  ['羊绒围巾', '围巾', 8900, 1, 0],
  ['毛线帽', '帽子', 4900, 1, 0],
  ['修身西装外套', '西装外套', 39_900, 2, 0],
  ['触屏手套', '手套', 3900, 1, 0],
  ['羊毛袜', '袜子', 1900, 1, 0],
  ['帆布袋', '帆布袋', 2900, 1, 0],
] as const

const SIZES = ['S', 'M', 'L'] as const

export const worldProducts = (at: number): WorldProduct[] =>
  SORTS.map(([title, short, priceFen, sizes, step], place) => ({
    ...{ productId: `p${place + 1}`, title, short, category: '服饰', updatedAt: at },
    skus: SIZES.slice(0, sizes).map((size, index) => ({
      skuId: `p${place + 1}-${size}`,
      options: sizes > 1 ? { 尺码: size } : { 规格: '均码' },
      priceFen: priceFen + index * step,
      stock: 500 + place,
    })),
  }))

/** The gift of the day, and the article that is sold in advance. */
export const GIFT_SKU = 'p15-S'
export const PRESALE_PRODUCT = 'p12'

/** A document of the shop system, as `POST …/imports` takes it. */
export const productDocument = ({ productId, title, category, skus, updatedAt }: WorldProduct) => ({
  ...{ productId, title, category, industry: 'apparel', onShelf: true, attributes: {}, updatedAt },
  url: `https://shop.example/p/${productId}`,
  skus: skus.map(({ skuId, options, priceFen, stock }) => ({
    ...{ skuId, options, stock },
    price: { amount: priceFen, currency: 'CNY' },
  })),
})

export interface WorldOrder {
  readonly orderId: string
  readonly customerId: string
  readonly skuId: string
  readonly productId: string
  readonly quantity: number
  readonly unitFen: number
  readonly totalFen: number
  readonly paidAt: number
  readonly province: string
  readonly title: string
}

export const orderDocument = (order: WorldOrder) => ({
  ...{ orderId: order.orderId, customerId: order.customerId, state: 'paid', rawState: 'paid' },
  lines: [
    {
      ...{ productId: order.productId, skuId: order.skuId, title: order.title, options: {} },
      ...{ quantity: order.quantity, price: { amount: order.unitFen, currency: 'CNY' } },
    },
  ],
  total: { amount: order.totalFen, currency: 'CNY' },
  freight: { amount: 0, currency: 'CNY' },
  address: { name: '李', phone: '13800000000', province: order.province, city: '', district: '', street: '' },
  ...{ note: '', placedAt: order.paidAt, paidAt: order.paidAt, shipBy: null, shippedAt: null },
  ...{ receivedAt: null, closedAt: null, url: 'https://shop.example/orders', updatedAt: order.paidAt },
})

export const buyerDocument = (customerId: string, at: number) => ({
  ...{ customerId, name: customerId, tags: [], orderCount: 1, updatedAt: at },
  spent: { amount: 0, currency: 'CNY' },
})
