/*
 * An independent reckoning: of prices that were switched and of answers as they stand in the log. Nothing of src is used.
 */

/** One change of a price, as the client saw it. Times are epoch ms of this machine. */
export interface Switch {
  /** `live:<room>`, or null for the shop's own price. */
  readonly entrance: string | null
  readonly fen: number
  readonly sentAt: number
  readonly acknowledgedAt: number
}

export interface Answer {
  readonly conversationId: string
  /** From where the buyer asked, by his name. */
  readonly entrance: string | null
  readonly turnId: string
  readonly startedAt: number
  readonly settledAt: number
  /** The place of its last message in the conversation. */
  readonly seq: number
  /** All that the robot said in the turn: JSON of its messages. */
  readonly said: string
}

/** Amounts as they are written, in texts (`¥12.30`) and on cards (`"amount":1230`). */
export function amountsOf(said: string): number[] {
  const written = [...said.matchAll(/¥(\d+)\.(\d\d)/g)].map(([, yuan, fen]) => Number(`${yuan}${fen}`))
  const onCards = [...said.matchAll(/"amount":(\d+)/g)].map(([, fen]) => Number(fen))
  return [...new Set([...written, ...onCards])]
}

/** The sentence that takes an earlier figure back names it: that is no telling. */
export const withoutTakenBack = (said: string): string => said.replace(/前面说的¥\d+\.\d\d请以这条为准/g, '')

export interface Mixed {
  readonly turnId: string
  readonly figures: readonly number[]
  readonly allowed: readonly number[]
}

/** Null: the answer names one figure, and it held when its turn started, or was being changed while it ran. */
export function mixedOf(answer: Answer, switches: readonly Switch[]): Mixed | null {
  const known = new Set(switches.map(({ fen }) => fen))
  const figures = amountsOf(withoutTakenBack(answer.said)).filter((fen) => known.has(fen))
  const allowed = figuresAt(answer, switches)
  const isRight = figures.length === 1 && figures.every((fen) => allowed.includes(fen))
  return isRight ? null : { turnId: answer.turnId, figures, allowed }
}

const SLACK_MS = 1000

function figuresAt({ entrance, startedAt, settledAt }: Answer, switches: readonly Switch[]): number[] {
  const own = switches.filter((one) => one.entrance === entrance)
  const last = own.findLast(({ acknowledgedAt }) => acknowledgedAt < startedAt)
  const during = own.filter(
    ({ sentAt, acknowledgedAt }) => acknowledgedAt >= startedAt && sentAt <= settledAt + SLACK_MS,
  )
  return [...(last ? [last] : []), ...during].map(({ fen }) => fen)
}

/** Conversations whose last answer names a figure that no longer holds, with it. Those that were corrected say so. */
export function toldOtherwise(
  answers: readonly Answer[],
  switches: readonly Switch[],
  corrected: ReadonlyMap<string, number>,
): Map<string, number> {
  const last = new Map<string, Answer>()
  for (const answer of answers) {
    const before = last.get(answer.conversationId)
    if (!before || before.seq < answer.seq) last.set(answer.conversationId, answer)
  }
  const known = new Set(switches.map(({ fen }) => fen))
  const told = new Map<string, number>()
  for (const [conversationId, answer] of last) {
    const said = amountsOf(withoutTakenBack(answer.said)).find((fen) => known.has(fen))
    const heard = corrected.get(conversationId) ?? said
    const holds = switches.findLast(({ entrance }) => entrance === answer.entrance)?.fen
    if (heard !== undefined && heard !== holds) told.set(conversationId, heard)
  }
  return told
}
