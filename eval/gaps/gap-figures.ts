import { KINDS } from './gap-dialogue.ts'
import type { Ran } from './run-dialogue.ts'

interface Shares {
  readonly dialogues: number
  readonly turns: number
  readonly right: number
  readonly wrongCarry: number
  readonly turnsRight: number
  readonly turnsWrongCarry: number
  /** Of the checked turns that ask for it. */
  readonly onTopic: number | null
  readonly namesAssumed: number | null
}

export const figuresOf = (ran: readonly Ran[]) => ({
  all: sharesOf(ran),
  byKind: Object.fromEntries(
    KINDS.map((kind) => [kind, sharesOf(ran.filter(({ dialogue }) => dialogue.kind === kind))]),
  ),
})

function sharesOf(ran: readonly Ran[]): Shares {
  const turns = ran.flatMap(({ judgements }) => judgements)
  return {
    dialogues: ran.length,
    turns: turns.length,
    right: shareOf(ran, ({ isRight }) => isRight) ?? 0,
    wrongCarry: shareOf(ran, ({ isWrongCarry }) => isWrongCarry) ?? 0,
    turnsRight: shareOf(turns, ({ isRight }) => isRight) ?? 0,
    turnsWrongCarry: shareOf(turns, ({ isWrongCarry }) => isWrongCarry) ?? 0,
    onTopic: shareOf(
      turns.filter(({ onTopic }) => onTopic !== null),
      ({ onTopic }) => onTopic === true,
    ),
    namesAssumed: shareOf(
      turns.filter(({ namesAssumed }) => namesAssumed !== null),
      ({ namesAssumed }) => namesAssumed === true,
    ),
  }
}

function shareOf<Item>(items: readonly Item[], is: (item: Item) => boolean): number | null {
  return items.length === 0 ? null : Math.round((items.filter(is).length / items.length) * 1000) / 1000
}

/** One line of the table: right, wrong carry and what else went wrong, as counts and shares. */
export function rowOf(name: string, ran: readonly Ran[]): string {
  const { dialogues, right, wrongCarry, onTopic, namesAssumed } = sharesOf(ran)
  const count = (share: number) => `${Math.round(share * dialogues)} (${percent(share)})`
  const rest = ran.filter(({ isRight, isWrongCarry }) => !isRight && !isWrongCarry).length
  return [name, dialogues, count(right), count(wrongCarry), rest, percent(onTopic), percent(namesAssumed)].join('\t')
}

const percent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)} %`)
