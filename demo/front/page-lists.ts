import type { Product } from '../shapes.ts'
import type { OpenShop } from '../store/shops.ts'
import { isInStock, lowestPrice, pagePath } from './goods.ts'
import type { Room } from './live-rooms.ts'
import { html, type Markup, yuan } from './markup.ts'
import { roomLinks } from './page-live.ts'

const tile = (
  shopId: string,
  one: Product,
): Markup => html`<a class="tile" href="${pagePath(shopId, one.productId)}" data-testid="tile">
<img src="${one.picture}" alt="" loading="lazy" width="360" height="360"><span class="name">${one.title}</span>
<span class="line"><b class="price">${yuan(lowestPrice(one))}</b>${!isInStock(one) && html`<i class="tag">已售罄</i>`}</span></a>`

export interface Shelf {
  readonly shop: OpenShop
  readonly goods: readonly Product[]
}

export const homePage = (shelves: readonly Shelf[]): Markup => html`<section class="hero"><h1>今天逛点什么</h1>
<p>六家店，两百多件商品，每件都可以直接问客服。</p></section>
${shelves.map(
  ({ shop, goods }) => html`<section class="shelf"><header><h2>${shop.name}</h2><p>${shop.slogan}</p>
<a href="/demo-shop/s/${shop.id}">全部 ${goods.length} 件</a></header>
<div class="grid">${goods.slice(0, 4).map((one) => tile(shop.id, one))}</div></section>`,
)}`

export const lostPage = html`<section class="empty"><h1>没有这个页面</h1><p>链接可能写错了，或者商品已经下架。</p><a class="main" href="/demo-shop">回首页</a></section>`

interface ListView extends Shelf {
  readonly rooms: readonly Room[]
  readonly category: string
}

export function listPage({ shop, goods, rooms, category }: ListView): Markup {
  const categories = [...new Set(goods.map((one) => one.category))]
  const shown = goods.filter((one) => category === '' || one.category === category)
  const link = (name: string, label: string) =>
    html`<a href="/demo-shop/s/${shop.id}${name ? `?c=${encodeURIComponent(name)}` : ''}" aria-current="${String(name === category)}">${label}</a>`
  return html`<section class="hero small"><h1>${shop.name}</h1><p>${shop.slogan}</p>${roomLinks(shop, rooms)}</section>
<nav class="categories" aria-label="分类">${link('', '全部')}${categories.map((name) => link(name, name))}</nav>
<div class="grid">${shown.map((one) => tile(shop.id, one))}</div>`
}
