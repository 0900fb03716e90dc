/** What a turn asks for; the figure of it must be in the answer. */
export type Asks =
  | 'total'
  | 'coupon'
  | 'why-not'
  | 'stacking'
  | 'top-up'
  | 'deposit'
  | 'gift'
  | 'later'
  | 'fee'
  | 'insurance'
  | 'list'
  | 'protection'

export interface Turn {
  /** `{a}` and `{b}` are two articles of the cart, `{n}` pieces of the first, `{r}` a region. */
  readonly says: string
  readonly asks: Asks
  /** What the cart is from this turn on; without it as before. */
  readonly cart?: 'one' | 'n' | 'both' | 'n-both' | 'advance'
}

const turn = (says: string, asks: Asks, cart?: Turn['cart']): Turn => ({ says, asks, ...(cart && { cart }) })

/** Sixty talks, each written by itself; what is bought is drawn. */
export const CONVERSATIONS: readonly (readonly Turn[])[] = [
  [turn('{a}拿{n}件多少米啊', 'total', 'n')],
  [turn('{n}件{a}加1件{b} 总共几多钱', 'total', 'n-both')],
  [turn('{a}跟{b}各一件 一起付多少', 'total', 'both')],
  [turn('我想要{a}{n}件，算下最后多少', 'total', 'n'), turn('用了券呢', 'total')],
  [turn('{a}到手价', 'total', 'one'), turn('那{n}件呢', 'total', 'n')],
  [turn('一件{a}', 'total', 'one'), turn('再加一件{b}呢 一共多少', 'total', 'both')],
  [turn('买{n}件{a}实付是多少呀', 'total', 'n'), turn('要寄{r} 一共多少', 'total')],
  [turn('{a} {n}件 券后多少钱', 'total', 'n')],
  [turn('帮我算算 {a}{n}件 {b}1件', 'total', 'n-both')],
  [turn('{a}和{b}一起拍到手价是多少', 'total', 'both'), turn('这单有券能用吗', 'coupon')],
  [turn('在吗 {a}要{n}件 多少钱', 'total', 'n'), turn('还差多少能再减', 'top-up')],
  [turn('how much for {n} {a}?', 'total', 'n')],
  [turn('what is the total for one {a} and one {b}', 'total', 'both')],
  [turn('{n}件{a}的总价', 'total', 'n'), turn('送啥不', 'gift')],
  [turn('{n}件 多少', 'total', 'n'), turn('发{r}邮费呢', 'fee')],
  [turn('有优惠吗', 'list', 'one')],
  [turn('这件有没有优惠呀', 'list', 'one')],
  [turn('有啥券', 'list', 'one'), turn('领了到手多少', 'total')],
  [turn('现在下单有什么优惠没', 'list', 'one')],
  [turn('{n}件{a}能用哪张券', 'coupon', 'n')],
  [turn('买{a}和{b} 用哪个券划算', 'coupon', 'both')],
  [turn('{n}件多少钱', 'total', 'n'), turn('大额的那张券为啥用不了', 'why-not')],
  [turn('一件{a}要多少', 'total', 'one'), turn('大额店铺券怎么不能用', 'why-not')],
  [turn('{a}跟{b}总价多少', 'total', 'both'), turn('两张券能一起用吗', 'stacking')],
  [turn('{n}件{a}总价多少', 'total', 'n'), turn('券跟满减可以叠吗', 'stacking')],
  [turn('{n}件{a}优惠能叠加不', 'stacking', 'n')],
  [turn('{a}和{b}一起 满减和券同时能用吗', 'stacking', 'both')],
  [turn('can i use the coupon together with the discount for {n} {a}', 'stacking', 'n')],
  [turn('{a}一件 还差多少到满减', 'top-up', 'one')],
  [turn('我买{a} 想凑个单 凑啥好', 'top-up', 'one')],
  [turn('{n}件{a}怎么凑满减', 'top-up', 'n')],
  [turn('这件凑满减还缺多少钱', 'top-up', 'one')],
  [turn('{a}加{b}还差多少满减', 'top-up', 'both')],
  [turn('how much more do i need for the next discount', 'top-up', 'one')],
  [turn('羽绒服定金付多少', 'deposit', 'advance')],
  [turn('这个羽绒服尾款要多少', 'deposit', 'advance')],
  [turn('预售的羽绒服 定金尾款分别多少', 'deposit', 'advance')],
  [turn('羽绒服先付多少钱 后面再付多少', 'deposit', 'advance')],
  [turn('羽绒服尾款几号付', 'deposit', 'advance')],
  [turn('羽绒服总共要付多少钱', 'total', 'advance')],
  [turn('how much is the deposit for this one', 'deposit', 'advance')],
  [turn('买{a}有赠品没', 'gift', 'one')],
  [turn('{n}件{a}会送东西吗', 'gift', 'n')],
  [turn('满多少送袜子', 'gift', 'one')],
  [turn('{a}和{b}一起买送什么', 'gift', 'both')],
  [turn('马丁靴今晚会便宜吗', 'later', 'one')],
  [turn('{a}现在买合适还是晚上买', 'later', 'one')],
  [turn('这价到几点啊', 'later', 'one')],
  [turn('will it be cheaper tonight', 'later', 'one')],
  [turn('{a}寄{r}运费几块', 'fee', 'one')],
  [turn('发{r}包邮不', 'fee', 'one')],
  [turn('到{r}要邮费吗 {n}件', 'fee', 'n')],
  [turn('我在{r} {a}邮费多少', 'fee', 'one'), turn('那一共呢', 'total')],
  [turn('{n}件{a}到{r}连邮费一共多少', 'total', 'n')],
  [turn('shipping fee to {r}?', 'fee', 'one')],
  [turn('有运费险么', 'insurance', 'one')],
  [turn('退货运费险你们出吗 赔多少', 'insurance', 'one')],
  [turn('买贵了能退差价不 价保几天', 'protection', 'one')],
  [turn('价保多久呀', 'protection', 'one')],
  [turn('{a}到手多少', 'total', 'one'), turn('降价了补差不 保几天', 'protection')],
]

/** Fifteen more that nothing was tuned on: written after the mending, counted and never answered to. */
export const HELD_OUT: readonly (readonly Turn[])[] = [
  [turn('老板{a}来{n}件一共收我多少', 'total', 'n')],
  [turn('{a}配{b}一套拿下啥价', 'total', 'both')],
  [turn('我要是{a}拍{n}件 优惠完还剩多少要付', 'total', 'n')],
  [turn('could you tell me what {n} of the {a} cost altogether', 'total', 'n')],
  [turn('{a}*{n} 寄{r} 总共', 'total', 'n')],
  [turn('看中{a}了 手上没券 有能领的不', 'list', 'one')],
  [turn('{n}件{a}哪个券合适点', 'coupon', 'n')],
  [turn('{n}件{a}多少钱', 'total', 'n'), turn('那张大的券咋勾不上', 'why-not')],
  [turn('{a}{n}件的话 店铺券满减一块能使不', 'stacking', 'n')],
  [turn('光买{a}离下一档满减还有多远', 'top-up', 'one')],
  [turn('羽绒服今天只交定金的话是几块钱', 'deposit', 'advance')],
  [turn('拿{n}件{a} 有没有什么赠送', 'gift', 'n')],
  [turn('马丁靴等到晚上会不会掉价', 'later', 'one')],
  [turn('{a}快递到{r}另收钱不', 'fee', 'one')],
  [turn('退回去的邮费有保险赔么 赔几块', 'insurance', 'one')],
]
