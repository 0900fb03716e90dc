import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** The form of one dialogue, told in README.md. Times are seconds since the start, money is fen. */
const id = z.string().regex(/^[a-z0-9-]+$/)
const buyer = z.enum(['b1', 'b2'])
const at = z
  .int()
  .min(0)
  .max(15 * 86_400)
const orderState = z.enum(['paid', 'shipped', 'delivered', 'refunding', 'refunded', 'cancelled', 'closed'])

const expectation = z
  .strictObject({
    about: id.optional(),
    ask: z.array(id).min(2).optional(),
    none: z.literal(true).optional(),
    sku: id.optional(),
    topic: z.string().min(3).optional(),
    state: z.string().min(4).optional(),
    notCarry: z.array(id).min(1).optional(),
    saysAssumed: z.literal(true).optional(),
  })
  .refine((one) => [one.about, one.ask, one.none].filter((said) => said !== undefined).length === 1, 'one of three')

const turn = z.strictObject({
  at,
  buyer,
  shop: id,
  text: z.string().min(1).max(120),
  context: z.strictObject({ kind: z.enum(['view', 'entry', 'card', 'order']), id }).optional(),
  expect: expectation.optional(),
})

const change = z.discriminatedUnion('change', [
  z.strictObject({ at, change: z.literal('order'), id, state: orderState }),
  z.strictObject({ at, change: z.literal('price'), id, price: z.int().positive() }),
  z.strictObject({ at, change: z.enum(['soldout', 'restock', 'delist']), id }),
])

export const KINDS = [
  'same',
  'distractor',
  'switch',
  'close',
  'state',
  'correction',
  'othershop',
  'otherbuyer',
  'forget',
  'noise',
  'ellipsis',
  'english',
] as const

const gapDialogue = z.strictObject({
  id,
  kind: z.enum(KINDS),
  shop: id,
  gap: z.int(),
  orders: z.array(z.strictObject({ id, buyer, skus: z.array(id).min(1), state: orderState })),
  steps: z.array(z.union([turn, change])).min(2),
})

const product = z.strictObject({
  id,
  title: z.string(),
  names: z.array(z.string()).min(1),
  skus: z.array(z.strictObject({ id, name: z.string(), price: z.int().positive() })).min(1),
  attributes: z.record(z.string(), z.string()),
})

const gapGoods = z.strictObject({
  shops: z.array(z.strictObject({ id, name: z.string(), industry: z.string(), products: z.array(product).min(4) })),
})

export type GapDialogue = z.infer<typeof gapDialogue>
export type GapGoods = z.infer<typeof gapGoods>
export type GapHalf = 'first' | 'second'

export function readGapDialogues(half: GapHalf): GapDialogue[] {
  const lines = readFileSync(join(import.meta.dirname, `${half}.jsonl`), 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => gapDialogue.parse(JSON.parse(line)))
}

export function readGapGoods(): GapGoods {
  return gapGoods.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'goods.json'), 'utf8')))
}
