/** What a unit measures and how much of that quantity's own unit it is. */
export interface Unit {
  readonly quantity: string
  readonly factor: number
}

/** A number with what it measures; `quantity` null: no unit was written. `value` is in the quantity's own unit. */
export interface Measure {
  readonly quantity: string | null
  readonly value: number
  readonly text: string
}

export type Measurer = (plain: string) => readonly Measure[]

const NUMBER = /\d+(?:\.\d+)?/g

/** Reads numbers with their units from a normalised text; the longest unit that follows a number counts. */
export function createMeasurer(units: Readonly<Record<string, Unit>>): Measurer {
  const names = Object.keys(units).sort((a, b) => b.length - a.length)
  return (plain) => {
    const measures: Measure[] = []
    for (const found of plain.matchAll(NUMBER)) {
      const [digits] = found
      const end = found.index + digits.length
      const name = names.find((each) => plain.startsWith(each, end) && !runsOn(plain, end, each))
      const unit = name === undefined ? undefined : units[name]
      measures.push({
        quantity: unit?.quantity ?? null,
        value: Number(digits) * (unit?.factor ?? 1),
        text: digits + (unit ? name : ''),
      })
    }
    return measures
  }
}

/** "m" is no unit in "110ml" and "s" none in "3sku". */
const runsOn = (plain: string, end: number, name: string): boolean =>
  /[a-z]$/.test(name) && /[a-z]/.test(plain.charAt(end + name.length))
