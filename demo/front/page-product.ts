import type { Coupon, Product, Sku } from '../shapes.ts'
import type { OpenShop } from '../store/shops.ts'
import { isInStock, lowestPrice } from './goods.ts'
import { html, jsonBlock, localTime, type Markup, yuan } from './markup.ts'

export interface ProductView {
  readonly shop: OpenShop
  readonly product: Product
  readonly coupons: readonly Coupon[]
}

const optionOf = (sku: Sku): string => Object.values(sku.options).join(' / ') || '默认'

export function productPage({ shop, product, coupons }: ProductView): Markup {
  const first = product.skus.find(({ stock }) => stock > 0)
  const fits = coupons.filter(
    ({ productIds, roomId }) =>
      roomId === undefined && (productIds.length === 0 || productIds.includes(product.productId)),
  )
  return html`<nav class="crumbs" aria-label="位置"><a href="/demo-shop">首页</a> / <a href="/demo-shop/s/${shop.id}">${shop.name}</a> / ${product.category}</nav>
<article class="product"><img class="large" src="${product.picture}" alt="${product.title}" width="720" height="720">
<form method="post" action="/demo-shop/cart/add"><h1>${product.title}</h1>
<p class="buy-line"><b class="price big">${yuan(lowestPrice(product))}</b>${product.skus.some((sku) => sku.price.amount !== lowestPrice(product)) && html`<span>起</span>`}</p>
${fits.length > 0 && html`<p class="coupons">${fits.slice(0, 3).map((one) => html`<span class="coupon" title="${localTime(one.validTo)}前有效">${one.title}</span>`)}</p>`}
<input type="hidden" name="shopId" value="${shop.id}"><input type="hidden" name="productId" value="${product.productId}">
<fieldset><legend>规格</legend>${product.skus.map(
    (
      sku,
    ) => html`<label class="sku"><input type="radio" name="skuId" value="${sku.skuId}" ${sku === first && html`checked`} ${sku.stock === 0 && html`disabled`} required>
<span>${optionOf(sku)}${sku.price.amount !== lowestPrice(product) && html` <small>${yuan(sku.price.amount)}</small>`}</span></label>`,
  )}</fieldset>
<label class="quantity">数量 <input type="number" name="quantity" value="1" min="1" max="99"></label>
<p class="actions">${
    isInStock(product)
      ? html`<button class="main" name="next" value="checkout">立即购买</button><button class="second" name="next" value="cart" data-testid="add-to-cart">加入购物车</button>`
      : html`<button class="main" disabled>已售罄</button>`
  }</p>
<ul class="promises"><li>${shop.dispatchHours} 小时内发货</li><li>满 ${yuan(shop.freeShippingFen)} 包邮</li><li>${
    shop.nonReturnableCategories.some((name) => product.category.startsWith(name))
      ? '不支持无理由退货'
      : `${shop.returnDays} 天无理由退货`
  }</li></ul></form></article>
<section class="facts"><h2>商品参数</h2><dl>${Object.entries(product.attributes).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>
${sizes(product)}`
}

function sizes({ sizeTable }: Product): Markup | null {
  if (!sizeTable) return null
  const [head = [], ...rows] = sizeTable
  return html`<section class="facts"><h2 id="sizes">尺码表</h2><div class="wide" role="region" aria-labelledby="sizes" tabindex="0"><table><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div></section>`
}

/** What the page tells machines: search engines, and the chat window. */
export function productHead({ shop, product }: ProductView, origin: string): Markup {
  const prices = product.skus.map(({ price }) => price.amount)
  return jsonBlock({
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.title,
    sku: product.productId,
    image: `${origin}${product.picture}`,
    category: product.category,
    brand: { '@type': 'Brand', name: shop.name },
    offers: {
      '@type': 'AggregateOffer',
      priceCurrency: 'CNY',
      lowPrice: (Math.min(...prices) / 100).toFixed(2),
      highPrice: (Math.max(...prices) / 100).toFixed(2),
      offerCount: product.skus.length,
      availability: `https://schema.org/${isInStock(product) ? 'InStock' : 'OutOfStock'}`,
      url: `${origin}${product.url}`,
    },
  })
}
