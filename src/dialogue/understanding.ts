import type { Advice } from './advice.ts'
import type { DemandState } from '../shop/index.ts'
import type { TalkedCart } from './talked-cart.ts'

/** One reading of the buyer's words. `confidence` is calibrated: of those near 0.8 about four in five are right. */
export interface Candidate {
  readonly entryId: string
  readonly confidence: number
  /** Similarity 0…1 of the nearest phrasing, and that phrasing. */
  readonly score: number
  readonly phrasing: string
}

export type Band = 'answer' | 'confirm' | 'unsure'

/** One thing that the buyer wants in this turn, with the rivals that lost. */
export interface Wanted {
  readonly text: string
  readonly band: Band
  readonly best: Candidate | null
  readonly rivals: readonly Candidate[]
  /** Seqs of the messages it came from. */
  readonly seqs: readonly number[]
}

export type EntityKind = 'order-number' | 'option' | 'measure' | 'quantity' | 'product'

export interface Entity {
  readonly kind: EntityKind
  readonly value: string
  readonly text: string
  readonly confidence: number
  readonly origin: 'reference' | 'words' | 'memory' | 'choice'
}

/** What the talk is about, and how we know. */
export interface FocusThing {
  readonly id: string
  readonly origin: 'reference' | 'words' | 'memory' | 'choice' | 'only-one'
  readonly confidence: number
  /** Since the thing was last spoken of, ms; 0 when it is named in this turn. */
  readonly gapMs: number
}

export interface Focus {
  readonly product: FocusThing | null
  readonly skuId: string | null
  readonly order: FocusThing | null
  /** Things as likely as the chosen one: ask. */
  readonly productRivals: readonly string[]
  readonly orderRivals: readonly string[]
  /** Products that were named together, in the order of the words: "the second" is one of these. */
  readonly group?: readonly string[]
  /** Those of the group stand on an equal footing: named in one breath, or one beside the other. */
  readonly tie?: 'breath' | 'turns' | null
  /** The product was only mentioned. */
  readonly isPassing?: boolean
}

export interface Understanding {
  readonly text: string
  readonly language: 'zh' | 'en'
  readonly wanted: readonly Wanted[]
  readonly entities: readonly Entity[]
  readonly focus: Focus
  readonly demandState: { readonly value: DemandState; readonly origin: 'orders' | 'none' }
  readonly emotion: { readonly kind: string; readonly confidence: number }
  /** Text without a word in it: a question mark alone, or faces and masks. */
  readonly bare: 'doubt' | 'sign' | null
  /** Kinds of content that are not words (pictures, files). */
  readonly other: readonly string[]
  readonly choice: { readonly token: string; readonly label: string } | null
  readonly pending: Pending | null
  /** What a question about money is asked of; null: none was asked. */
  readonly cart: TalkedCart | null
  /** What a model said to it, where one was asked. */
  readonly advice?: Advice
}

/** What the robot asked last and still waits for. */
export interface Pending {
  readonly kind: 'product' | 'order' | 'meaning'
  readonly entryId: string | null
  /** Those that were shown stand first: the buyer may name one by its number. */
  readonly options: readonly { readonly token: string; readonly value: string; readonly label: string }[]
  /** How many of them are shown; absent: all. The rest was on earlier pages and can still be pressed there. */
  readonly shown?: number | undefined
  readonly text: string
}
