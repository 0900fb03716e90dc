export interface QuestionLine {
  readonly skuId: string
  readonly quantity: number
}

/** What is asked: a cart, a buyer, an entrance and a moment. */
export interface Question {
  readonly lines: readonly QuestionLine[]
  /** Empty: the shop's own pages. */
  readonly entrance: string
  /** Absent: now. */
  readonly at: string | undefined
  readonly region: string
  readonly member: string
  readonly newBuyer: 'yes' | 'no' | 'unknown'
  readonly segments: readonly string[]
  readonly points: number
  readonly usePoints: boolean
  readonly insurance: boolean
  /** Coupons and red packets that the buyer holds. */
  readonly holds: readonly string[]
}

export const emptyQuestion = (skuId: string | undefined, entrance: string): Question => ({
  lines: skuId === undefined ? [] : [{ skuId, quantity: 1 }],
  entrance,
  at: undefined,
  region: '',
  member: '',
  newBuyer: 'unknown',
  segments: [],
  points: 0,
  usePoints: false,
  insurance: false,
  holds: [],
})

const PLATFORM = 'platform'

/** As the API asks it. A fact that nobody gave stays unknown: it is neither yes nor no. */
export function bodyOf(question: Question, shopId: string): unknown {
  const { lines, entrance, at, region, member, newBuyer, segments, points, usePoints, insurance, holds } = question
  const owners = <Value>(value: Value) => ({ [shopId]: value, [PLATFORM]: value })
  return {
    cart: { lines: lines.filter(({ skuId }) => skuId !== ''), usePoints, insurance },
    buyer: {
      ...(region !== '' && { region }),
      ...(member !== '' && { member: owners(member) }),
      ...(newBuyer !== 'unknown' && { newBuyer: owners(newBuyer === 'yes') }),
      ...(segments.length > 0 && { segments }),
      ...(points > 0 && { points }),
      ...(holds.length > 0 && { holds: holds.map((entryId) => ({ entryId })) }),
    },
    ...(entrance !== '' && { entrance }),
    ...(at !== undefined && { at }),
  }
}
