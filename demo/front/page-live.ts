import type { Product } from '../shapes.ts'
import type { OpenShop } from '../store/shops.ts'
import { lowestPrice, pagePath } from './goods.ts'
import type { Room, RoomOffer, Show } from './live-rooms.ts'
import { html, type Markup, yuan } from './markup.ts'

export interface LiveView extends Show {
  readonly shop: OpenShop
  readonly goods: readonly Product[]
  /** What became of the comment that was just written. */
  readonly said: string
}

export const livePath = (shopId: string, roomId: string): string =>
  `/demo-shop/s/${shopId}/live/${encodeURIComponent(roomId)}`

/** The show as its viewers see it. The mark of the room is all that the chat window needs to know where they come from. */
export function livePage({ shop, room, offers, goods, pinned, said }: LiveView): Markup {
  const shown = room.runningOrder.flatMap((id) => goods.find(({ productId }) => productId === id) ?? [])
  const onAir = shown.find(({ productId }) => productId === room.onAir) ?? null
  const product = onAir ? html`data-xiaoer-product="${onAir.productId}" data-xiaoer-title="${onAir.title}"` : null
  return html`<nav class="crumbs" aria-label="位置"><a href="/demo-shop">首页</a> / <a href="/demo-shop/s/${shop.id}">${shop.name}</a> / 直播间</nav>
<article class="live" data-xiaoer-room="${room.roomId}" ${product}>
<figure class="stage">${onAir && html`<img src="${onAir.picture}" alt="" width="720" height="720">`}
<figcaption><b>${room.state === 'live' ? '直播中' : '已下播'}</b> 演示里没有视频画面，这里用正在讲解的商品代替</figcaption></figure>
<div><h1>${room.title}</h1><p class="soft">主播 ${room.host}</p>
${room.state === 'ended' ? html`<p data-testid="live-ended">这场直播已经结束，价格和优惠回到日常。</p>` : airing(onAir, shop, offers)}
${room.state === 'live' && coupons(offers)}
${pinnedAnswers(pinned)}
${room.promises.length > 0 && html`<h2>主播说</h2><ul class="promises">${room.promises.map((one) => html`<li>${one}</li>`)}</ul>`}
<p class="soft">想问什么，点右下角的客服：它知道你从这个直播间来。<a href="${livePath(shop.id, room.roomId)}">刷新</a></p>
${room.state === 'live' && commentForm(livePath(shop.id, room.roomId), said)}</div></article>
<section class="facts"><h2>商品序列</h2><ol class="running">${shown.map(
    (one) =>
      html`<li><a href="${pagePath(shop.id, one.productId)}">${one.title}</a> ${priceIn(one, offers)}${one === onAir && html` <i class="tag">讲解中</i>`}</li>`,
  )}</ol></section>`
}

function airing(onAir: Product | null, shop: OpenShop, offers: readonly RoomOffer[]): Markup {
  if (!onAir) return html`<p>主播在休息，还没有开始讲解商品。</p>`
  return html`<section data-testid="on-air"><h2><i class="tag">正在讲解</i> ${onAir.title}</h2>
<p class="buy-line">${priceIn(onAir, offers)}</p><p><a class="second" href="${pagePath(shop.id, onAir.productId)}">商品详情</a></p></section>`
}

function priceIn(product: Product, offers: readonly RoomOffer[]): Markup {
  const daily = lowestPrice(product)
  const room = offers.find(
    ({ kind, scope }) => kind === 'time-price' && scope?.products?.includes(product.productId) === true,
  )?.priceFen
  if (room === undefined || room >= daily) return html`<b class="price">${yuan(daily)}</b>`
  return html`<b class="price" data-testid="live-price">${yuan(room)}</b> <small>直播价，日常 ${yuan(daily)}</small>`
}

function coupons(offers: readonly RoomOffer[]): Markup | false {
  const own = offers.filter(({ kind }) => kind.endsWith('-coupon'))
  return (
    own.length > 0 &&
    html`<h2>直播间专享</h2><p class="coupons">${own.map(({ title, kind }) => html`<span class="coupon">${title ?? kind}</span>`)}</p>`
  )
}

const pinnedAnswers = (pinned: LiveView['pinned']): Markup | false =>
  pinned.length > 0 &&
  html`<h2>置顶答疑</h2><dl class="pinned" data-testid="live-pinned">${pinned.map(
    ({ question, answer }) => html`<dt>${question}</dt><dd>${answer}</dd>`,
  )}</dl>`

/** What is asked for oneself is answered in the chat window, common questions by the room. */
const commentForm = (path: string, said: string): Markup =>
  html`<form class="comment" method="post" action="${path}/comment" aria-label="发弹幕"><input name="text" maxlength="200" required placeholder="发条弹幕，比如：包邮吗" aria-label="弹幕" data-testid="comment-text"><button class="second" data-testid="comment-send">发送</button></form>
${said && html`<p role="status" class="soft" data-testid="comment-said">${said}</p>`}`

/** On the pages of the shop: where its shows are. */
export const roomLinks = (shop: OpenShop, rooms: readonly Room[]): Markup | false =>
  rooms.length > 0 &&
  html`<p class="live-links">${rooms.map(({ roomId, title }) => html`<a class="tag" href="${livePath(shop.id, roomId)}" data-testid="live-${roomId}">直播中：${title}</a>`)}</p>`
