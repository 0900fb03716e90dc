/** What buyers write when they ask about money, many ways each. `{t}` is an article, `{u}` another, `{n}` a number, `{r}` a province. */
export const WORDINGS = {
  price: [
    ...[
      '这件多少钱',
      '{t}多少钱',
      '{t}怎么卖',
      '这个什么价',
      '现在卖多少',
      '这款价格多少呀',
      '{t}现在什么价',
      '多少钱啊亲',
    ],
    ...['请问{t}多少钱一件', '报个价', '价格多少', '想问下{t}的价格'],
  ],
  again: ['现在多少钱', '现在什么价了', '{t}现在多少钱', '这会儿价格多少', '再问下{t}多少钱', '现在卖多少'],
  several: [
    ...[
      '{n}件一共多少钱',
      '买{n}件多少钱',
      '拍{n}件要付多少',
      '那{n}件呢',
      '{n}件到手价多少',
      '要是拿{n}件呢',
      '{n}件总共多少',
    ],
    ...['{t}买{n}件一共要多少钱', '帮我算下{n}件多少钱', '{n}件一起拍实付多少'],
  ],
  both: [
    ...['{t}和{u}一起买多少钱', '{t}跟{u}一共多少', '一件{t}加一件{u}总共多少钱', '{t}{n}件和{u}1件一共多少钱'],
    ...['我要{t}和{u}，帮我算下总价', '{t}配{u}一起拍到手多少'],
  ],
  total: [
    '用了券呢',
    '到手价多少',
    '领完券实际付多少',
    '最后要付多少钱',
    '算上优惠一共多少',
    '券后多少钱',
    '总共要付多少',
    '实付多少',
  ],
  coupons: [
    '有优惠券吗',
    '现在有什么券可以领',
    '有券吗',
    '能领券吗',
    '有没有优惠券',
    '现在买有优惠吗',
    '有什么优惠',
    '可以领什么券',
  ],
  couponUse: ['券怎么用', '优惠券在哪里领', '这个能用券吗', '满多少能用券', '优惠券有什么使用条件', '券什么时候到期'],
  couponNot: ['为什么用不了券', '优惠券用不了', '券怎么没减', '店铺券为什么不能用', '优惠券没有抵扣', '怎么用不了券啊'],
  stacking: [
    '能叠加吗',
    '券和满减能一起用吗',
    '优惠可以叠加吗',
    '几个优惠能同时用吗',
    '可以和满减一起用吗',
    '两个券能一起用吗',
  ],
  topUp: [
    '还差多少能减',
    '怎么凑满减',
    '满减怎么算',
    '凑单买点什么好',
    '还差多少可以满减',
    '凑点什么划算',
    '满多少减多少',
  ],
  freight: ['运费多少', '邮费多少钱', '快递费怎么算', '运费怎么算', '要运费吗', '这个邮费要多少'],
  free: ['包邮吗', '满多少包邮', '免运费吗', '这个包邮吗', '几件包邮', '买多少才包邮'],
  region: [
    '寄到{r}运费多少',
    '{r}包邮吗',
    '发{r}要多少运费',
    '我在{r}，邮费多少',
    '寄{r}要不要运费',
    '到{r}的运费多少',
  ],
  regionTotal: ['寄到{r}一共多少钱', '连运费到{r}总共多少', '发到{r}算上运费一共要付多少'],
  insurance: ['有运费险吗', '送运费险吗', '运费险要自己买吗', '退货运费险有没有', '带运费险不'],
  later: [
    '今晚会便宜吗',
    '这个价到几点',
    '活动什么时候结束',
    '明天还是这个价吗',
    '过两天会降价吗',
    '现在买划算吗',
    '什么时候会更便宜',
  ],
  gift: ['有赠品吗', '买这个送什么', '满多少送东西', '有没有赠品', '送小礼物吗'],
  presale: ['定金多少', '尾款什么时候付', '尾款是多少', '预售一共要多少钱', '定金怎么付', '先付多少定金'],
  protection: [
    '买完降价了能补差价吗',
    '有价保吗',
    '昨天买的降价了',
    '申请价保',
    '降价了可以退差价吗',
    '价保多久',
    '差价能退给我吗',
  ],
  stock: ['还有货吗', '有货吗', '库存还有多少', '现在能拍吗', '这个尺码有货吗'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type Kind = keyof typeof WORDINGS

/** Questions of which a figure is no part, or only sometimes: they are judged, and not counted as money questions. */
export const WITHOUT_FIGURE: ReadonlySet<string> = new Set<Kind>(['stock'])

/** What he presses when he is asked which of several things he means. */
export const PRESSED: Readonly<Record<Kind, RegExp>> = {
  ...{ price: /^多少钱/, again: /^多少钱/ },
  ...{ several: /一共多少钱/, both: /一共多少钱/, total: /一共多少钱/, regionTotal: /一共多少钱/ },
  ...{ coupons: /有没有优惠券/, couponUse: /怎么领怎么用/, couponNot: /用不了/, stacking: /叠加/, topUp: /凑单/ },
  ...{ freight: /运费多少/, region: /运费多少|偏远|包邮/, free: /包邮/, insurance: /运费险/ },
  ...{ later: /活动/, gift: /赠品/, presale: /预售/, protection: /价保/, stock: /有没有货|规格有没有/ },
}
