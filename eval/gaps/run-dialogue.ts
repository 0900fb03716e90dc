import type { Handled } from '../../src/turn/index.ts'
import type { GapDialogue } from './gap-dialogue.ts'
import type { GapGround } from './gap-house.ts'
import { type Judgement, judgeTurn, takenBy } from './judge-turn.ts'
import { type GapTurn, type Played, playDialogue } from './play-dialogue.ts'

/** A dialogue as it went. Right: every turn of it that is checked. */
export interface Ran {
  readonly dialogue: GapDialogue
  readonly judgements: readonly Judgement[]
  readonly isRight: boolean
  readonly isWrongCarry: boolean
  readonly faults: readonly string[]
  /** To be read by people: what was said, taken and answered. */
  readonly talk: string
}

export async function runDialogue(dialogue: GapDialogue, ground: GapGround): Promise<Ran> {
  const played = await playDialogue(dialogue, ground)
  const judged = played.map((one) => ({ ...one, judgement: judgementOf(one, dialogue, ground) }))
  const judgements = judged.flatMap(({ judgement }) => (judgement ? [judgement] : []))
  return {
    dialogue,
    judgements,
    isRight: judgements.every(({ isRight }) => isRight),
    isWrongCarry: judgements.some(({ isWrongCarry }) => isWrongCarry),
    faults: judgements.flatMap(({ faults }) => faults),
    talk: [`== ${dialogue.id} ${JSON.stringify(dialogue.orders)}`, ...judged.map(linesOf)].join('\n'),
  }
}

function judgementOf({ turn, handled }: Played, dialogue: GapDialogue, { goods }: GapGround): Judgement | null {
  if (!turn.expect) return null
  if (handled) return judgeTurn(turn.expect, handled, { dialogue, goods })
  return { isRight: false, isWrongCarry: false, faults: ['unanswered'], onTopic: null, namesAssumed: null }
}

function linesOf({ turn, handled, judgement }: Played & { readonly judgement: Judgement | null }): string {
  const context = turn.context ? ` [${turn.context.kind} ${turn.context.id}]` : ''
  const head = `${(turn.at / 3600).toFixed(1)}h ${turn.buyer}@${turn.shop}${context}: ${turn.text}`
  const verdict = judgement
    ? `   expected ${JSON.stringify(turn.expect)}\n   ${judgement.isRight ? 'right' : `FAULT ${judgement.faults.join(' ')}`}`
    : ''
  return [head, handled ? tellOf(handled, turn) : '   no answer', verdict].filter(Boolean).join('\n')
}

function tellOf(handled: Handled, _turn: GapTurn): string {
  const { product, sku, order, asked, words } = takenBy(handled)
  const acts = handled.decision.acts.map(
    (act) => `${act.kind}${'entryId' in act && act.entryId ? ` ${act.entryId}` : ''}`,
  )
  const read = handled.seen.wanted.map(({ best, band }) => `${best?.entryId} ${best?.confidence} ${band}`)
  const texts = [...words.matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text)
  return `   took ${product} ${sku} ${order} asked ${asked.join()} | ${acts.join(' + ')} | read ${read.join(' + ')}\n   > ${texts.join(' / ').slice(0, 160)}`
}
