import type { Decision, Reply, Understanding } from '../../dialogue/index.ts'
import type { Content } from '../../message/index.ts'
import type { Handled } from '../../turn/index.ts'

/** What a robot said and why, as one line of JSON. */
export interface AnswerLine {
  readonly reply: readonly Content[]
  /** What was understood: the likeliest reading, whatever its band. */
  readonly intent: string | null
  /** What was answered. */
  readonly scenario: string | null
  readonly confidence: number
  /** Acts joined by `+`: answer, attribute, ask, talk, acknowledge, fallback, hand-off, stay-silent. */
  readonly decision: string
  /** Where the answer stands: `pack:<scenario>/<answer>`, `own:<entry>/<answer>`, `record:<source>`, or null. */
  readonly source: string | null
}

export function answerLine({ seen, decision, reply }: Handled): AnswerLine {
  const main = seen.wanted[0]?.best ?? null
  return {
    reply: reply.contents,
    intent: main?.entryId ?? null,
    scenario: scenarioOf(decision),
    confidence: main?.confidence ?? 0,
    decision: decision.acts.map(({ kind }) => kind).join('+'),
    source: sourceOf(reply),
  }
}

export const scenarioOf = (decision: Decision): string | null =>
  decision.acts.flatMap((act) => ('entryId' in act && act.entryId ? [act.entryId] : []))[0] ?? null

function sourceOf({ choices, quoted }: Reply): string | null {
  const chosen = choices.find(({ answerId }) => answerId !== null)
  // Scenarios of packs are named `pack.topic.name`, entries of the merchant by an id.
  if (chosen) return `${chosen.entryId.includes('.') ? 'pack' : 'own'}:${chosen.entryId}/${chosen.answerId}`
  return quoted[0] ? `record:${quoted[0].sourceId}` : null
}

/** What replays count. */
export interface Verdict {
  /** A scenario stood above the answer or the confirm band. */
  readonly recognised: boolean
  /** An answer or a flow of substance: greeting, asking back, fallback and handing off never count. */
  readonly answered: boolean
  readonly askedBack: boolean
  readonly handedOff: boolean
  readonly focus: { readonly product: string | null; readonly sku: string | null; readonly order: string | null }
}

export function verdictOn({ seen, decision, reply }: Handled): Verdict {
  return {
    recognised: isRecognised(seen, decision),
    answered: reply.isSubstance && reply.handOff === null,
    askedBack: decision.acts.some(({ kind }) => kind === 'ask'),
    handedOff: reply.handOff !== null,
    focus: {
      product: seen.focus.product?.id ?? null,
      sku: seen.focus.skuId,
      order: seen.focus.order?.id ?? null,
    },
  }
}

// An attribute that was read from the record, and a choice from our own menu, were understood without a scenario's band.
const isRecognised = (seen: Understanding, decision: Decision): boolean =>
  seen.wanted.some(({ band }) => band !== 'unsure') ||
  decision.acts.some(({ kind }) => kind === 'attribute' || kind === 'answer')
