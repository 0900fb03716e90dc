const FULL = 10_000

/** The share paid of an amount, rounded half up to the fen; `payBp` in 1/10,000. */
export const pay = (fen: number, payBp: number): number => divide(fen, payBp, { by: FULL, plus: FULL / 2 })

/** `floor(fen × factor / by)`, exact beyond 2^53. */
export const share = (fen: number, factor: number, by: number): number => divide(fen, factor, { by, plus: 0 })

/** Splits whole fen by weights: everyone the floor, the fen left over one each to the greatest remainders, ties to the earlier. */
export function split(fen: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return weights.map(() => 0)
  const shares = weights.map((weight) => share(fen, weight, total))
  let left = fen - shares.reduce((sum, part) => sum + part, 0)
  if (left === 0) return shares
  const remainders = weights.map((weight) => remainderOf(fen, weight, total))
  while (left > 0) {
    let greatest = -1
    for (let index = 0; index < remainders.length; index++) {
      if ((remainders[index] ?? -1) > (remainders[greatest] ?? -1)) greatest = index
    }
    shares[greatest] = (shares[greatest] ?? 0) + 1
    remainders[greatest] = -1
    left--
  }
  return shares
}

function divide(fen: number, factor: number, { by, plus }: { by: number; plus: number }): number {
  const product = fen * factor + plus
  // A remainder of two safe integers is exact; a quotient may be rounded up to the next whole number.
  if (product <= Number.MAX_SAFE_INTEGER) return (product - (product % by)) / by
  return Number((BigInt(fen) * BigInt(factor) + BigInt(plus)) / BigInt(by))
}

function remainderOf(fen: number, factor: number, by: number): number {
  const product = fen * factor
  if (product <= Number.MAX_SAFE_INTEGER) return product % by
  return Number((BigInt(fen) * BigInt(factor)) % BigInt(by))
}
