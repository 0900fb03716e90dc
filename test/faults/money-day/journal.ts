import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { PlainRow } from '../../offer/plain-case.ts'
import type { WorldOrder, WorldProduct } from './world.ts'

/*
 * What was done and what was said, line by line as it happens: a run that was broken off goes on from here, and the judge
 * reads nothing else. Times are epoch ms of the simulated day.
 */

/** What an offer says without what the ledger writes itself. */
export type Rule = Omit<PlainRow, 'id' | 'seq' | 'recordedAt' | 'owner'> & {
  readonly title?: string
  readonly claimable?: boolean
  readonly depositFen?: number
  readonly expandFen?: number
  readonly balance?: { readonly from: string; readonly to: string }
  readonly refuse?: true
  readonly coverFen?: number
  readonly days?: number
}

export type Plan =
  | { readonly what: 'offer'; readonly id: string; readonly rule: Rule }
  | { readonly what: 'withdraw'; readonly id: string }
  | { readonly what: 'goods'; readonly products: readonly WorldProduct[] }
  | { readonly what: 'stop' }
  | { readonly what: 'release' }
  | { readonly what: 'open-room'; readonly roomId: string; readonly title: string }
  | { readonly what: 'close-room'; readonly roomId: string }
  | { readonly what: 'exhaust'; readonly id: string }
  | { readonly what: 'grant'; readonly id: string; readonly customerId: string }
  | { readonly what: 'order'; readonly order: WorldOrder }

export interface Change {
  readonly n: number
  readonly plan: Plan
  readonly sentAt: number
  readonly ackAt: number
  /** Of the ledger, as the answer told it. */
  readonly version: number
  /** When the house says that it happened (a room's end, a coupon's grant). */
  readonly at: number
}

/** What a buyer means, as he himself keeps it. */
export interface Meant {
  readonly lines: readonly { readonly productId: string; readonly skuId: string | null; readonly quantity: number }[]
  readonly region: string | null
  readonly roomId: string | null
  readonly customerId: string | null
}

export interface Asked {
  readonly buyer: string
  readonly n: number
  readonly hour: number
  readonly kind: string
  /** He was asked what he means, and pressed it. */
  readonly isPressed: boolean
  readonly text: string
  /** On his screen. */
  readonly productId: string
  readonly skuId: string
  readonly meant: Meant
  readonly sentAt: number
  readonly gotAt: number
  readonly conversationId: string
  readonly turnId: string
  readonly decision: string
  readonly scenario: string | null
  readonly contents: readonly unknown[]
}

interface Lines {
  changes: Change
  asked: Asked
  sent: { n: number; plan: Plan; sentAt: number }
  hours: { hour: number; now: number; offsetMs: number }
}

export type JournalName = keyof Lines

// We wrote it: a shape of its own for every line would only say the types above again.
const line = <Name extends JournalName>() => z.custom<Lines[Name]>((value) => typeof value === 'object')

export function readJournal<Name extends JournalName>(folder: string, name: Name): Lines[Name][] {
  const path = join(folder, `${name}.jsonl`)
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((text) => line<Name>().parse(JSON.parse(text)))
}

export function note<Name extends JournalName>(folder: string, name: Name, told: Lines[Name]): void {
  appendFileSync(join(folder, `${name}.jsonl`), `${JSON.stringify(told)}\n`)
}
