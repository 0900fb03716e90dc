const MONTH_MS = 30 * 86_400_000
const source = { sourceId: 's', version: '1', validTo: null }
const title = '云栖 羊毛混纺双面呢大衣 秋冬中长款宽松显瘦'
const fen = (amount: number) => ({ amount, currency: 'CNY' })

interface Around {
  /** Of a picture that exists. */
  readonly picture: string
  readonly url: string
  readonly at: number
}

/** One of every kind that a message may hold, in handfuls that one screen of the window shows. */
export const cardsOfEveryKind = (around: Around): Readonly<Record<string, readonly unknown[]>> => ({
  goods: goods(around),
  gifts: gifts(around),
  links: links(around),
  choices: CHOICES,
})

const goods = ({ picture, url, at }: Around): readonly unknown[] => [
  {
    kind: 'product-card',
    productId: 'p1',
    title,
    price: fen(39_900),
    priceTo: fen(45_900),
    stock: 3,
    picture,
    url,
    source,
  },
  { kind: 'product-card', productId: 'p2', title: '棉质衬衫', price: fen(12_950), stock: 0, url, source },
  { kind: 'order-card', orderId: 'o1', state: 'shipped', title, quantity: 2, total: fen(79_800), url, source },
  {
    kind: 'parcel',
    orderId: 'o1',
    parcelId: 'w1',
    company: '中通快递',
    number: '7800001234567',
    state: 'in-transit',
    latest: { at, text: '【杭州转运中心】已发出，下一站【上海浦东】' },
    url,
    source,
  },
]

const gifts = ({ url, at }: Around): readonly unknown[] => [
  {
    kind: 'coupon',
    couponId: 'c1',
    title: '秋冬新品满减券',
    off: fen(3000),
    threshold: fen(29_900),
    validFrom: at - MONTH_MS,
    validTo: at + MONTH_MS,
    terms: '限秋冬新品，与店铺其他优惠券不可叠加，每人限领一张',
    url,
    source,
  },
  {
    kind: 'coupon',
    couponId: 'c2',
    title: '新人券',
    off: fen(500),
    threshold: null,
    validFrom: at - 2 * MONTH_MS,
    validTo: at - MONTH_MS,
    url,
    source,
  },
  {
    kind: 'red-packet',
    redPacketId: 'r1',
    title: '恭喜发财，大吉大利',
    amount: fen(888),
    threshold: fen(9900),
    validTo: at + MONTH_MS,
    url,
    source,
  },
]

const links = ({ picture, url }: Around): readonly unknown[] => [
  { kind: 'link', url, title, text: '质检报告与洗涤说明', picture },
  { kind: 'file', url, name: '尺码表 2026 秋冬 全系列.pdf', bytes: 482_133 },
  { kind: 'image', url: picture, alt: '细节图' },
  { kind: 'mini-program', appId: 'wx1', title: '云栖会员中心', path: 'pages/home', url },
]

const CHOICES: readonly unknown[] = [
  { kind: 'system', event: 'x', text: '林店主 为您服务' },
  {
    kind: 'form',
    formId: 'f1',
    text: '请留下收货信息',
    fields: [
      { name: 'name', label: '收货人', required: true },
      { name: 'size', label: '平时穿的尺码', required: false },
    ],
  },
  { kind: 'rating', text: '这次服务您满意吗？', scale: 5, token: 'rate' },
  {
    kind: 'menu',
    text: '您想问哪一件？',
    items: [
      { token: 'a', label: '羊毛混纺双面呢大衣' },
      { token: 'b', label: '棉质衬衫' },
    ],
  },
]
