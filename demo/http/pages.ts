import type { Order, Product } from '../shapes.ts'
import type { OpenShop } from '../store/shops.ts'

/** A plain product page: product cards of the robot lead here. */
export function productPage(shop: OpenShop, product: Product, origin: string): string {
  const prices = product.skus.map((sku) => sku.price.amount)
  const inStock = product.onShelf && product.skus.some((sku) => sku.stock > 0)
  const attributes = Object.entries(product.attributes).map(
    ([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`,
  )
  const skus = product.skus.map(
    (sku) =>
      `<tr><td>${escape(Object.values(sku.options).join(' / '))}</td><td>${yuan(sku.price.amount)}</td><td>${sku.stock}</td></tr>`,
  )
  const table =
    product.sizeTable?.map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`) ?? []
  const body = `<img src="${origin}${product.picture}" alt="${escape(product.title)}" width="360" height="360">
<h1>${escape(product.title)}</h1><p class="price">${yuan(Math.min(...prices))}</p><p class="stock" data-in-stock="${inStock}"></p>
<dl>${attributes.join('')}</dl><table>${skus.join('')}</table><table>${table.join('')}</table>`
  return page(
    `${product.title} - ${shop.name}`,
    body,
    jsonLd(shop, product, { origin, inStock, low: Math.min(...prices), high: Math.max(...prices) }),
  )
}

/** The order as its buyer's friends may see it over his shoulder: no name, street or phone. */
export function orderPage(shop: OpenShop, order: Order, origin: string): string {
  const lines = order.lines.map(
    (line) =>
      `<tr><td><img src="${origin}${line.picture}" width="60" height="60" alt=""></td><td>${escape(line.title)}<br>${escape(Object.values(line.options).join(' / '))}</td><td>${yuan(line.price.amount)} × ${line.quantity}</td></tr>`,
  )
  const place = `${order.address.province} ${order.address.city} ${order.address.district}`
  const body = `<h1>${escape(shop.name)}</h1><p class="order">${order.orderId}</p><p class="state" data-state="${order.state}">${escape(order.rawState)}</p>
<table>${lines.join('')}</table><p class="price">${yuan(order.total.amount)}</p><p>${escape(place)}</p>`
  return page(`${order.orderId} - ${shop.name}`, body, '')
}

function jsonLd(
  shop: OpenShop,
  product: Product,
  offer: { origin: string; inStock: boolean; low: number; high: number },
): string {
  const document = {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.title,
    sku: product.productId,
    image: `${offer.origin}${product.picture}`,
    category: product.category,
    brand: { '@type': 'Brand', name: shop.name },
    offers: {
      '@type': 'AggregateOffer',
      priceCurrency: 'CNY',
      lowPrice: (offer.low / 100).toFixed(2),
      highPrice: (offer.high / 100).toFixed(2),
      offerCount: product.skus.length,
      availability: `https://schema.org/${offer.inStock ? 'InStock' : 'OutOfStock'}`,
      url: `${offer.origin}${product.url}`,
    },
  }
  // `</script>` in a title must not end the block.
  return `<script type="application/ld+json">${JSON.stringify(document).replaceAll('<', '\\u003c')}</script>`
}

const page = (title: string, body: string, head: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title>${head}
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:720px;margin:24px auto;padding:0 16px;color:#222}h1{font-size:20px}img{border-radius:12px}
.price{color:#d4380d;font-size:24px;font-weight:600}dl{display:grid;grid-template-columns:8em 1fr;gap:4px 12px}dt{color:#888}dd{margin:0}
table{border-collapse:collapse;width:100%;margin:12px 0}td{border-bottom:1px solid #eee;padding:6px 8px}</style></head><body>${body}</body></html>`

const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`

export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
