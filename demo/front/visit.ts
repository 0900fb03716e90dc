import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { DemoWorld } from '../world.ts'
import { buyer } from '../shapes.ts'
import { readRecord } from '../store/records.ts'

/** Who may be tried: one with a parcel on its way, one who waits for dispatch, one who has everything. */
export const BUYERS = ['buyer001', 'buyer002', 'buyer003'] as const

const line = z.object({
  shopId: z.string().max(50),
  productId: z.string().max(50),
  skuId: z.string().max(50),
  quantity: z.int().min(1).max(99),
})
export type CartLine = z.infer<typeof line>
const cart = z.array(line).max(20)

export interface Visit {
  readonly customerId: string
  readonly buyers: readonly { readonly customerId: string; readonly name: string }[]
  readonly cart: readonly CartLine[]
  readonly language: 'zh' | 'en'
  readonly now: number
  readonly path: string
}

/** Who is here and what he has put into his basket: cookies of this shop, nothing else. */
export async function readVisit(request: FastifyRequest, world: DemoWorld): Promise<Visit> {
  const cookies = cookiesOf(request.headers.cookie ?? '')
  const wanted = cookies.get('buyer') ?? ''
  return {
    customerId: BUYERS.find((id) => id === wanted) ?? BUYERS[0],
    buyers: await namesOf(world),
    cart: readCart(cookies.get('cart') ?? ''),
    language: cookies.get('lang') === 'en' ? 'en' : 'zh',
    now: world.clock.now(),
    path: request.url,
  }
}

export const keepCookie = (reply: FastifyReply, name: string, value: string): FastifyReply =>
  reply.header('set-cookie', `${name}=${value}; Path=/demo-shop; HttpOnly; SameSite=Lax; Max-Age=2592000`)

export const writeCart = (lines: readonly CartLine[]): string =>
  Buffer.from(JSON.stringify(lines.slice(0, 20))).toString('base64url')

function readCart(text: string): readonly CartLine[] {
  try {
    return cart.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    // Empty, or a basket of an older shop.
    return []
  }
}

const cookiesOf = (header: string): Map<string, string> =>
  new Map(
    header.split(';').flatMap((part) => {
      const [name = '', value = ''] = part.trim().split('=', 2)
      return name ? [[name, value] as const] : []
    }),
  )

async function namesOf({ database, shops }: DemoWorld): Promise<Visit['buyers']> {
  const shopId = shops[0]?.id ?? ''
  const found = await Promise.all(BUYERS.map((id) => readRecord(database.pool, buyer, { shopId, kind: 'buyer', id })))
  return BUYERS.map((customerId, index) => ({ customerId, name: found[index]?.name ?? customerId }))
}
