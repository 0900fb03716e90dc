import { createHmac } from 'node:crypto'
import { createRandom, readQuestions } from '../questions.ts'
import type { Door } from '../seed-shops.ts'

export interface Said {
  readonly door: Door
  readonly messageId: string
  /** The message as JSON. */
  readonly text: string
}

export interface TalkOptions {
  readonly doors: readonly Door[]
  /** Buyers who talk at once in each shop. */
  readonly buyersPerShop: number
  readonly seed: number
  /** Told apart by it: two runs never say the same message. */
  readonly run: string
}

/** Mean of the sales peak that foundations.md reckons with. */
const MESSAGES_A_DIALOGUE = 6

interface Buyer {
  readonly name: string
  left: number
}

/** Buyers of many shops, six messages each, asking what buyers ask. `next(door)` keeps to one shop. */
export function createTalkSource({ doors, buyersPerShop, seed, run }: TalkOptions) {
  const random = createRandom(seed)
  const questions = readQuestions()
  const pick = <Value>(list: readonly Value[]): Value => {
    const value = list[Math.floor(random() * list.length)]
    if (value === undefined) throw new Error('nothing to pick from')
    return value
  }
  let count = 0
  const speaker = createCrowd({ doors, buyersPerShop, seed, run }, random)
  return {
    next(only?: Door): Said {
      const door = only ?? pick(doors)
      count += 1
      const messageId = `${run}-${seed}-${count}`
      const buyer = speaker(door)
      // One message in three comes from a product's page.
      const reference = random() < 0.33 && door.productIds.length > 0 ? { productId: pick(door.productIds) } : undefined
      const text = JSON.stringify({
        messageId,
        buyer: { id: buyer, name: `买家${buyer}` },
        content: { kind: 'text', text: pick(questions) },
        ...(reference ? { reference, scene: 'item_page' } : {}),
        at: Date.now(),
      })
      return { door, messageId, text }
    },
  }
}

/** Who speaks next in a shop: everybody says his six messages and makes room for the next. */
function createCrowd({ doors, buyersPerShop, seed, run }: TalkOptions, random: () => number): (only: Door) => string {
  let people = 0
  const comes = (): Buyer => ({ name: `${run}-${seed}-${(people += 1)}`, left: MESSAGES_A_DIALOGUE })
  // At the start of a run those of the run before are there, somewhere in the middle of their talk.
  const present = (): Buyer[] =>
    Array.from({ length: buyersPerShop }, (_, place) => ({
      name: `${seed}-${place}`,
      left: (place % MESSAGES_A_DIALOGUE) + 1,
    }))
  const shops = new Map(doors.map((each) => [each.channelId, present()]))
  return (only) => {
    const buyers = shops.get(only.channelId) ?? []
    const place = Math.floor(random() * buyers.length)
    const buyer = buyers[place] ?? comes()
    buyer.left -= 1
    if (buyer.left === 0) buyers[place] = comes()
    return buyer.name
  }
}

export type TalkSource = ReturnType<typeof createTalkSource>

const keys = new Map<string, Buffer>()

/** One HTTP/1.1 request as bytes, signed by Standard Webhooks. */
export function requestBytes({ door, messageId, text }: Said, query = ''): Buffer {
  const key = keys.get(door.secret) ?? Buffer.from(door.secret.replace(/^whsec_/, ''), 'base64')
  keys.set(door.secret, key)
  const body = Buffer.from(text)
  const at = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', key).update(`${messageId}.${at}.`).update(body).digest('base64')
  const head = [
    `POST /api/v1/channels/${door.channelId}/messages${query} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${body.length}`,
    `webhook-id: ${messageId}`,
    `webhook-timestamp: ${at}`,
    `webhook-signature: v1,${signature}`,
  ].join('\r\n')
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body])
}
