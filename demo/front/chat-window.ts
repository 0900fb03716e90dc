import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { OpenShop } from '../store/shops.ts'
import type { Queryable } from '../store/records.ts'
import { html, type Markup } from './markup.ts'

/** What the merchant pasted into his shop from Xiaoer's channel page. */
export const windowSetUp = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(500),
  shopId: z.string().min(1).max(100),
  secret: z.string().min(16).max(200),
  clockToken: z.string().max(200).optional(),
  /** An API key that reads offers and hands in comments, for the live-room page. */
  offersKey: z.string().max(200).optional(),
  /** The channel of the chat window: there a viewer who asks for himself is answered. */
  channelId: z.string().max(100).optional(),
})
export type WindowSetUp = z.infer<typeof windowSetUp>

const rows = z.array(z.object({ value: z.unknown() }))
const keyOf = (shopId: string): string => `window:${shopId}`

export async function keepWindow(database: Queryable, shopId: string, set: WindowSetUp): Promise<void> {
  await database.query(
    'insert into state (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value',
    [keyOf(shopId), JSON.stringify(set)],
  )
}

export async function readWindow(database: Queryable, shopId: string): Promise<WindowSetUp | null> {
  const found = await database.query('select value from state where key = $1', [keyOf(shopId)])
  return windowSetUp.safeParse(rows.parse(found.rows)[0]?.value).data ?? null
}

interface Showing {
  readonly shop: OpenShop
  readonly set: WindowSetUp
  readonly buyer: { readonly customerId: string; readonly name: string } | null
  readonly now: number
  readonly language: string
}

/** The public snippet, as in docs/en/widget.md: nothing of the page but this line knows of the chat window. */
export function snippet({ shop, set, buyer, now, language }: Showing): Markup {
  const identity = buyer ? signIdentity(set.secret, { sub: buyer.customerId, name: buyer.name }, now) : ''
  return html`<script async src="${set.url}/widget.js" data-shop="${set.shopId}" data-color="${accentOf(shop)}" data-lang="${language}" data-identity="${identity}"></script>`
}

const ACCENTS: Readonly<Record<string, string>> = {
  apparel: '#8a4b3c',
  beauty: '#b03a63',
  food: '#9a5b13',
  electronics: '#1f4fd1',
  baby: '#2a7a63',
  home: '#4d5b2f',
}
export const accentOf = ({ industry }: OpenShop): string => ACCENTS[industry] ?? '#0958d9'

const HOUR_S = 3600

/** A JWT (HS256): the shop vouches that this browser is its buyer's. */
function signIdentity(secret: string, claims: { readonly sub: string; readonly name: string }, now: number): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  // Whole hours, so that pages of the same hour bear the same token and no window starts anew.
  const exp = (Math.floor(now / 1000 / HOUR_S) + 2) * HOUR_S
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...claims, exp })}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}
