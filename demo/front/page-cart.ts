import type { Product, Sku } from '../shapes.ts'
import type { OpenShop } from '../store/shops.ts'
import { pagePath } from './goods.ts'
import { html, type Markup, type Part, yuan } from './markup.ts'

export interface Basket {
  readonly index: number
  readonly shop: OpenShop
  readonly product: Product
  readonly sku: Sku
  readonly quantity: number
}

const sumOf = (lines: readonly Basket[]): number =>
  lines.reduce((sum, { sku, quantity }) => sum + sku.price.amount * quantity, 0)

const row = (
  { shop, product, sku, quantity }: Basket,
  after: Part,
): Markup => html`<li class="item"><img src="${product.picture}" alt="" width="88" height="88">
<span class="grow"><a href="${pagePath(shop.id, product.productId)}">${product.title}</a><small>${Object.values(sku.options).join(' / ')} × ${quantity}</small></span>
<b class="price">${yuan(sku.price.amount * quantity)}</b>${after}</li>`

export function cartPage(lines: readonly Basket[]): Markup {
  if (lines.length === 0)
    return html`<section class="empty"><h1>购物车是空的</h1><p>挑几件喜欢的吧，拿不准的可以先问问客服。</p><a class="main" href="/demo-shop">去逛逛</a></section>`
  const remove = (index: number) =>
    html`<form method="post" action="/demo-shop/cart/remove"><button class="quiet" name="index" value="${index}">删除</button></form>`
  return html`<h1>购物车</h1><ul class="items">${lines.map((line) => row(line, remove(line.index)))}</ul>
<p class="sum">合计 <b class="price big">${yuan(sumOf(lines))}</b><a class="main" href="/demo-shop/checkout" data-testid="to-checkout">去结算</a></p>`
}

/** What postage will be, shop by shop, as its own rule says. */
const freightOf = (shop: OpenShop, lines: readonly Basket[]): number =>
  sumOf(lines) >= shop.freeShippingFen ? 0 : shop.freightFen

export function checkoutPage(lines: readonly Basket[], buyerName: string): Markup {
  const shops = [...new Set(lines.map(({ shop }) => shop))]
  const freights = shops.map((shop) =>
    freightOf(
      shop,
      lines.filter((line) => line.shop === shop),
    ),
  )
  const freight = freights.reduce((sum, one) => sum + one, 0)
  return html`<h1>确认订单</h1><p class="note">寄给 ${buyerName} 上次的收货地址。付款是假的，不会扣钱。</p>
<ul class="items">${lines.map((line) => row(line, null))}</ul>
<form method="post" action="/demo-shop/checkout" class="sum"><label class="grow">给商家留言 <input name="note" maxlength="100"></label>
<span>运费 ${freight === 0 ? '包邮' : yuan(freight)}</span><b class="price big">${yuan(sumOf(lines) + freight)}</b>
<button class="second" name="pay" value="later" data-testid="pay-later">提交，稍后付款</button><button class="main" name="pay" value="now" data-testid="pay">模拟付款</button></form>`
}
