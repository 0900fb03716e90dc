import { post } from './request.ts'
import type { Content, EntryBody, Why } from './shapes.ts'

export interface TrialScene {
  readonly knowledge: 'published' | 'drafts'
  /** An entry as it is being typed. */
  readonly entry?: EntryBody | undefined
  readonly entryId?: string | undefined
  readonly customerId?: string | undefined
  readonly channelKind?: string | undefined
  readonly reference?: { readonly productId?: string | undefined; readonly orderId?: string | undefined } | undefined
  readonly skipMs?: number | undefined
}

export type Said =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choice'; readonly token: string; readonly label: string }

export interface Tried {
  readonly contents: readonly Content[]
  readonly why: Why | null
  readonly handling: 'robot' | 'waiting' | 'human'
  readonly memory: readonly {
    readonly kind: string
    readonly key: string
    readonly value: unknown
    readonly expiresAt: string | null
  }[]
  readonly at: string
  readonly state: string
}

export const tryTurn = (
  shopId: string,
  said: Said,
  scene: TrialScene & { readonly state?: string | undefined },
): Promise<Tried> => post(`/shops/${shopId}/trials`, { ...scene, content: said })
