const FULL = 10_000
const HALF = 5000

/** The share paid of an amount, rounded half up to the fen; `payBp` in 1/10,000. */
export function pay(fen: number, payBp: number): number {
  const product = fen * payBp + HALF
  if (product <= Number.MAX_SAFE_INTEGER) return (product - (product % FULL)) / FULL
  return Number((BigInt(fen) * BigInt(payBp) + BigInt(HALF)) / BigInt(FULL))
}

/** `floor(fen × factor / by)`, exact beyond 2^53. */
export function share(fen: number, factor: number, by: number): number {
  const product = fen * factor
  // A remainder of two safe integers is exact; a quotient may be rounded up to the next whole number.
  if (product <= Number.MAX_SAFE_INTEGER) return (product - (product % by)) / by
  return Number((BigInt(fen) * BigInt(factor)) / BigInt(by))
}

/** Splits whole fen by weights: everyone the floor, the fen left over one each to the greatest remainders, ties to the earlier. */
export function split(fen: number, weights: readonly number[]): number[] {
  let total = 0
  for (const weight of weights) total += weight
  const shares: number[] = []
  let left = total === 0 ? 0 : fen
  for (const weight of weights) {
    const part = total === 0 ? 0 : share(fen, weight, total)
    shares.push(part)
    left -= part
  }
  if (left > 0) giveRest(shares, left, { fen, weights, total })
  return shares
}

interface Division {
  readonly fen: number
  readonly weights: readonly number[]
  readonly total: number
}

function giveRest(shares: number[], rest: number, { fen, weights, total }: Division): void {
  const remainders: number[] = []
  for (const weight of weights) remainders.push(remainderOf(fen, weight, total))
  for (let left = rest; left > 0; left--) {
    let greatest = 0
    let most = -1
    for (let index = 0; index < remainders.length; index++) {
      const remainder = remainders[index] ?? -1
      if (remainder > most) {
        most = remainder
        greatest = index
      }
    }
    shares[greatest] = (shares[greatest] ?? 0) + 1
    remainders[greatest] = -1
  }
}

function remainderOf(fen: number, factor: number, by: number): number {
  const product = fen * factor
  if (product <= Number.MAX_SAFE_INTEGER) return product % by
  return Number((BigInt(fen) * BigInt(factor)) % BigInt(by))
}
