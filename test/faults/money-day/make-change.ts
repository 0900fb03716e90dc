import { z } from 'zod'
import { type Change, note, type Plan } from './journal.ts'
import type { Stage } from './stage.ts'
import { orderDocument, productDocument } from './world.ts'

const saved = z.object({ ledgerVersion: z.number(), offer: z.object({ recordedAt: z.string() }) })
const withdrawn = z.object({ version: z.number(), recordedAt: z.string() })
const book = z.object({ version: z.number() })
const room = z.object({ openedAt: z.string(), closedAt: z.string().nullable() })
const granted = z.object({ grant: z.object({ validFrom: z.string() }) })

export interface Making {
  readonly stage: Stage
  readonly folder: string
  /** Ids that the ledger knows. */
  readonly known: Set<string>
}

/** Sends one change and waits for its acknowledgement: changes come one after the other, so each has a place in the log. */
export async function makeChange(n: number, plan: Plan, making: Making): Promise<Change> {
  const { stage, folder } = making
  const sentAt = stage.now()
  note(folder, 'sent', { n, plan, sentAt })
  return finishChange({ n, plan, sentAt }, making)
}

/** Also for one that a broken-off run had sent: the same key is the same change. */
export async function finishChange(sent: Pick<Change, 'n' | 'plan' | 'sentAt'>, making: Making): Promise<Change> {
  const { stage, folder } = making
  const done = await perform(sent.plan, `day-${sent.n}`, making)
  const change = { ...sent, ...done, ackAt: stage.now() }
  note(folder, 'changes', change)
  return change
}

interface Door {
  readonly shop: string
  ask(what: string, body?: unknown): Promise<unknown>
  /** What the ledger's version is after something that does not tell it. */
  later(at: string | null): Promise<Done>
}

type Done = Pick<Change, 'version' | 'at'>

function perform(plan: Plan, key: string, { stage, known }: Making): Promise<Done> {
  const shop = `/api/v1/shops/${stage.shopId}`
  const later = async (at: string | null) => {
    const { version } = book.parse(await stage.call(`GET ${shop}/offers/stop`))
    return { version, at: at ? Date.parse(at) : stage.now() }
  }
  const door = { shop, later, ask: (what: string, body?: unknown) => stage.call(what, body, key) }
  return 'id' in plan ? performOnOffer(plan, door, known) : performOnShop(plan, door)
}

type OnOffer = Extract<Plan, { id: string }>

async function performOnOffer(plan: OnOffer, { shop, ask, later }: Door, known: Set<string>): Promise<Done> {
  const { id } = plan
  const path = `${shop}/offers/${id}`
  switch (plan.what) {
    case 'offer': {
      const { rule } = plan
      const got = saved.parse(
        await (known.has(id) ? ask(`PUT ${path}`, { rule }) : ask(`POST ${shop}/offers`, { id, rule })),
      )
      known.add(id)
      return { version: got.ledgerVersion, at: Date.parse(got.offer.recordedAt) }
    }
    case 'withdraw': {
      const got = withdrawn.parse(await ask(`DELETE ${path}`))
      return { version: got.version, at: Date.parse(got.recordedAt) }
    }
    case 'exhaust':
      await ask(`PUT ${path}/terms`, { cap: 0 })
      return later(null)
    case 'grant': {
      const body = { offerId: id, customerId: plan.customerId }
      return later(granted.parse(await ask(`POST ${shop}/grants`, body)).grant.validFrom)
    }
  }
}

async function performOnShop(plan: Exclude<Plan, OnOffer>, { shop, ask, later }: Door): Promise<Done> {
  switch (plan.what) {
    case 'goods':
    case 'order':
      await bring(plan, (kind, documents) => ask(`POST ${shop}/imports?kind=${kind}`, documents))
      return later(null)
    case 'stop':
    case 'release':
      await ask(`POST ${shop}/offers/${plan.what}`, { reason: 'day' })
      return later(null)
    case 'open-room': {
      const { roomId: id, title } = plan
      return later(room.parse(await ask(`POST ${shop}/live-rooms`, { id, title, host: 'An' })).openedAt)
    }
    case 'close-room':
      return later(room.parse(await ask(`POST ${shop}/live-rooms/${plan.roomId}/close`)).closedAt)
  }
}

type Brought = Extract<Plan, { what: 'goods' | 'order' }>

const bring = (plan: Brought, put: (kind: string, documents: unknown[]) => Promise<unknown>): Promise<unknown> =>
  plan.what === 'goods'
    ? put('products', plan.products.map(productDocument))
    : put('orders', [orderDocument(plan.order)])
