import type { OpenShop } from '../store/shops.ts'
import { accentOf, snippet, type WindowSetUp } from './chat-window.ts'
import { html, localTime, Markup, type Part } from './markup.ts'
import type { Visit } from './visit.ts'

export interface Page {
  readonly title: string
  readonly body: Markup
  readonly head?: Markup
  /** Whose chat window the page shows. */
  readonly shop: OpenShop
  readonly set: WindowSetUp | null
}

/** Everything that the page may load is named: the chat window works under a policy that allows only its own address. */
export function policyOf(set: WindowSetUp | null): string {
  const chat = set ? new URL(set.url).origin : ''
  return [
    "default-src 'none'",
    "style-src 'self'",
    `script-src ${chat || "'none'"}`,
    `connect-src ${chat ? `${chat} ${chat.replace(/^http/, 'ws')}` : "'none'"}`,
    "img-src 'self' data: https: http:",
    `frame-src ${chat || "'none'"}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join('; ')
}

export function layout(visit: Visit, { title, body, head, shop, set }: Page): string {
  const buyer = visit.buyers.find(({ customerId }) => customerId === visit.customerId) ?? null
  const count = visit.cart.reduce((sum, line) => sum + line.quantity, 0)
  const chat = set && snippet({ shop, set, buyer, now: visit.now, language: visit.language })
  return new Markup(
    `<!doctype html>${
      html`<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/demo-shop/style-${accentOf(shop).slice(1)}.css">${head}</head>
<body><a class="skip" href="#main">跳到正文</a>${demoBar(visit)}
<header class="top"><a class="logo" href="/demo-shop"><b>小集</b><span>演示商城</span></a>
<nav aria-label="主导航"><a href="/demo-shop">首页</a><a href="/demo-shop/orders">我的订单</a>
<a href="/demo-shop/cart" data-testid="cart-link">购物车${count > 0 && html`<i class="count">${count}</i>`}</a></nav></header>
<main id="main">${body}</main>
<footer class="foot">这是小二（Xiaoer）的演示商城：商品、订单和付款都是虚构的。右下角的客服窗口只靠一行公开的嵌入代码接入。</footer>
${chat}</body></html>`.text
    }`,
  ).text
}

const SKIPS = [
  [1, '+1 小时'],
  [5, '+5 小时'],
  [24, '+1 天'],
] as const

interface Label {
  readonly label: Part
  readonly isOn?: boolean
}

/** What no real shop has: another buyer, another hour, another language. */
function demoBar(visit: Visit): Markup {
  const back = html`<input type="hidden" name="back" value="${visit.path}">`
  const button = (name: string, value: string | number, { label, isOn = false }: Label) =>
    html`<button name="${name}" value="${value}" aria-pressed="${String(isOn)}" data-testid="${name}-${value}">${label}</button>`
  return html`<div class="demo-bar"><div>
<form method="post" action="/demo-shop/buyer" aria-label="切换买家">${back}<span>买家</span>${visit.buyers.map(
    ({ customerId, name }) => button('customerId', customerId, { label: name, isOn: customerId === visit.customerId }),
  )}</form>
<form method="post" action="/demo-shop/clock" aria-label="拨快时钟">${back}<span>店内时间 <time data-testid="clock">${localTime(visit.now)}</time></span>${SKIPS.map(
    ([hours, label]) => button('hours', hours, { label }),
  )}</form>
<form method="post" action="/demo-shop/language" aria-label="客服窗口语言">${back}${button('lang', 'zh', { label: '中文', isOn: visit.language === 'zh' })}${button('lang', 'en', { label: 'EN', isOn: visit.language === 'en' })}</form>
</div></div>`
}
