import { z } from 'zod'

const page = z.object({ items: z.array(z.record(z.string(), z.unknown())) })
const productRow = z.looseObject({ productId: z.string(), title: z.string() })
const shopRow = z.looseObject({ shopId: z.string(), name: z.string() })

// The demo's clothes shop: its pack is written.
const SHOP = '女装'

export interface Answer {
  readonly question: string
  readonly texts: readonly string[]
  readonly hasCard: boolean
  /** The card is of the product that was asked for, and its price stands in what was said. */
  readonly isRight: boolean
  readonly status: number
  /** The beginning of the reply as it came, to judge by eye. */
  readonly body: string
}

/** Does what the README says a person does: reads key and channel from the screen, and asks what a product costs. */
export async function askForProduct(said: string): Promise<Answer> {
  const address = /is ready: (\S+)/.exec(said)?.[1] ?? ''
  const key = /API key:\s+(\S+)/.exec(said)?.[1] ?? ''
  const [, channelId = '', shopName = ''] =
    new RegExp(`([0-9a-f-]{36})\\s+(\\S*${SHOP}\\S*)\\s*$`, 'm').exec(said) ?? []
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const get = async (path: string) => (await fetch(`${address}${path}`, { headers })).json()
  const shops = page.parse(await get('/api/v1/shops')).items.map((row) => shopRow.parse(row))
  const shop = shops.find(({ name }) => name === shopName.trim())
  const products = page.parse(await get(`/api/v1/shops/${shop?.shopId}/products?limit=1`)).items
  const product = productRow.parse(products[0])
  const question = `${product.title}多少钱`
  const reply = await fetch(`${address}/api/v1/channels/${channelId}/messages?wait=25`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': 'first-run-1' },
    body: JSON.stringify({
      messageId: 'first-run-1',
      buyer: { id: 'first-run' },
      content: { kind: 'text', text: question },
    }),
  })
  const body: unknown = await reply.json()
  return {
    ...judge(question, product.productId, body),
    status: reply.status,
    body: JSON.stringify(body).slice(0, 1000),
  }
}

/** Looks for contents anywhere in the reply: the envelope is the API's own business. */
function judge(question: string, productId: string, reply: unknown): Omit<Answer, 'status' | 'body'> {
  const contents = contentsIn(reply)
  const texts = contents.flatMap((one) => (typeof one.text === 'string' ? [one.text] : []))
  const card = contents.find((one) => one.kind === 'product-card' && one.productId === productId)
  const price = z.looseObject({ price: z.object({ amount: z.int() }) }).safeParse(card).data?.price.amount
  const yuan = price === undefined ? 'none' : String(price / 100)
  const isRight = card !== undefined && texts.some((text) => text.includes(yuan))
  return { question, texts, hasCard: card !== undefined, isRight }
}

function contentsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(contentsIn)
  const found = z.record(z.string(), z.unknown()).safeParse(value)
  if (!found.success) return []
  const own = typeof found.data.kind === 'string' ? [found.data] : []
  return [...own, ...Object.values(found.data).flatMap(contentsIn)]
}
