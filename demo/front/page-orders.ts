import type { Order, Parcel, Refund } from '../shapes.ts'
import type { OpenShop } from '../store/shops.ts'
import { orderPath, type WholeOrder } from './goods.ts'
import { html, localTime, type Markup, yuan } from './markup.ts'

const STATES: Readonly<Record<Order['state'], string>> = {
  unpaid: '待付款',
  paid: '待发货',
  shipped: '运输中',
  received: '已签收',
  completed: '已完成',
  closed: '已关闭',
}
const REFUNDS: Readonly<Record<Refund['state'], string>> = {
  requested: '退款申请处理中',
  agreed: '商家已同意退款',
  'sent-back': '退货寄回中',
  refused: '商家未同意退款',
  withdrawn: '已撤回退款申请',
  done: '退款完成',
}

export interface ShopOrder {
  readonly shop: OpenShop
  readonly order: Order
}

const lineOf = ({ lines: [line], lines }: Order): Markup | null =>
  line
    ? html`<img src="${line.picture}" alt="" width="72" height="72"><span class="grow">${line.title}
<small>${Object.values(line.options).join(' / ')} × ${line.quantity}${lines.length > 1 && ` 等 ${lines.length} 种`}</small></span>`
    : null

export const ordersPage = (orders: readonly ShopOrder[], name: string): Markup => html`<h1>${name}的订单</h1>
<ul class="items">${orders.map(
  ({
    shop,
    order,
  }) => html`<li><a class="item" href="${orderPath(shop.id, order.orderId)}" data-testid="order">${lineOf(order)}
<span class="end"><i class="tag ${order.state}">${STATES[order.state]}</i><b class="price">${yuan(order.total.amount)}</b><small>${shop.name} · ${localTime(order.placedAt)}</small></span></a></li>`,
)}</ul>${orders.length === 0 && html`<p class="note">还没有订单。</p>`}`

export interface OrderView extends WholeOrder {
  readonly shop: OpenShop
  readonly notice: string
}

const STEPS = ['placedAt', 'paidAt', 'shippedAt', 'receivedAt'] as const
const STEP_WORDS = { placedAt: '下单', paidAt: '付款', shippedAt: '发货', receivedAt: '签收' } as const

export function orderPage({ shop, order, parcels, refunds, notice }: OrderView): Markup {
  const place = `${order.address.province} ${order.address.city} ${order.address.district}`
  return html`<nav class="crumbs" aria-label="位置"><a href="/demo-shop/orders">我的订单</a> / ${order.orderId}</nav>
${notice && html`<p class="notice" role="status" data-testid="notice">${notice}</p>`}
<section class="order" data-xiaoer-order="${order.orderId}"><header><h1>${STATES[order.state]}</h1><p>${shop.name} · 订单号 <span data-testid="order-id">${order.orderId}</span></p></header>
<ol class="steps">${STEPS.map((step) => html`<li class="${order[step] === null ? '' : 'done'}"><b>${STEP_WORDS[step]}</b><small>${order[step] === null ? '' : localTime(order[step])}</small></li>`)}</ol>
<ul class="items">${order.lines.map(
    (line) =>
      html`<li class="item"><img src="${line.picture}" alt="" width="72" height="72"><span class="grow">${line.title}<small>${Object.values(line.options).join(' / ')}</small></span><b class="price">${yuan(line.price.amount)} × ${line.quantity}</b></li>`,
  )}</ul><p class="sum"><span class="grow">寄往 ${place}</span><span>运费 ${yuan(order.freight.amount)}</span><b class="price big">${yuan(order.total.amount)}</b></p></section>
${acts(shop, order, refunds)}${refunds.map((one) => html`<p class="notice">${REFUNDS[one.state]} · ${yuan(one.amount.amount)} · ${localTime(one.updatedAt)}</p>`)}
${parcels.map(parcelPart)}`
}

const OPEN_REFUNDS: ReadonlySet<string> = new Set(['requested', 'agreed', 'sent-back', 'done'])

function acts(shop: OpenShop, { state, orderId }: Order, refunds: readonly Refund[]): Markup | null {
  const action = orderPath(shop.id, orderId)
  if (state === 'unpaid')
    return html`<form method="post" action="${action}/pay" class="actions"><button class="main" data-testid="pay">模拟付款</button></form>`
  if (state === 'closed' || refunds.some((one) => OPEN_REFUNDS.has(one.state))) return null
  return html`<details class="refund"><summary data-testid="ask-refund">申请退款</summary><form method="post" action="${action}/refund">
<label>原因 <select name="reason"><option>不想要了</option><option>尺码不合适</option><option>质量问题</option><option>发货太慢</option></select></label>
<button class="second" data-testid="refund">提交退款申请</button></form></details>`
}

const parcelPart = ({
  company,
  number,
  events,
  eta,
}: Parcel): Markup => html`<section class="facts"><h2>${company} <span class="mono">${number}</span></h2>
${eta !== null && html`<p class="note">预计 ${localTime(eta)} 前送达</p>`}
<ol class="trail">${events.toReversed().map((event) => html`<li><time>${localTime(event.at)}</time><span>${event.text}</span></li>`)}</ol></section>`
