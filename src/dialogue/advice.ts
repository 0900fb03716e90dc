import type { ModelTask } from '../shop/index.ts'

/** A piece of a document that may be quoted. `source` is how it is named to people: "returns.pdf, page 3". */
export interface Passage {
  readonly id: string
  readonly text: string
  readonly source: string
}

/** A sentence and the passage that holds what it says. */
export interface CitedSentence {
  readonly text: string
  readonly passageId: string
  readonly source: string
}

/** What a model is asked when the robot's own reading was not sure. Everything in it is data, never an instruction. */
export type Wish =
  | {
      readonly kind: 'pick'
      readonly question: string
      readonly candidates: readonly {
        readonly entryId: string
        readonly title: string
        readonly phrasings: readonly string[]
      }[]
    }
  | { readonly kind: 'rewrite'; readonly question: string; readonly before: string }
  | { readonly kind: 'split'; readonly question: string }
  | {
      readonly kind: 'ground'
      readonly question: string
      readonly language: 'zh' | 'en'
      readonly passages: readonly Passage[]
    }

/** What came back, checked: an entry out of those offered, questions to be read by the robot itself, or cited sentences. */
export type Advice =
  | { readonly kind: 'pick'; readonly entryId: string; readonly by: string }
  | { readonly kind: 'read'; readonly texts: readonly string[]; readonly by: string }
  | { readonly kind: 'ground'; readonly sentences: readonly CitedSentence[]; readonly by: string }

/** For whom a model is asked, with what it may do and spend. */
export interface Asking {
  readonly orgId: string
  readonly shopId: string
  readonly tasks: readonly ModelTask[]
  /** Tokens that the shop may spend in one day of its own. */
  readonly dailyTokens: number
  readonly utcOffsetMinutes: number
  /** Epoch ms: nothing is waited for any longer. */
  readonly deadlineAt: number
}

/**
 * An optional model. Never needed: null says that nothing usable came (no endpoint, dead, slow, budget spent, an answer that
 * did not stand the checks), and the robot does what it does without one. Never rejects; answers by `deadlineAt`.
 */
export interface Advisor {
  advise(wish: Wish, asking: Asking): Promise<Advice | null>
}
