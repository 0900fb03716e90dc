import type { Measure, Measurer } from '../language/index.ts'
import type { Scene } from './scene.ts'
import type { Product } from '../shop/index.ts'

/** The sizes whose row of the product's table holds what the buyer measured. */
export interface SizeFit {
  /** Sizes in the order of the table, at most two; empty: the table goes no further than that. */
  readonly sizes: readonly string[]
  /** What was compared, as the buyer wrote it. */
  readonly measure: string
}

const RANGE = /^(\d+(?:\.\d+)?)\s*[-~–—]\s*(\d+(?:\.\d+)?)\s*(.*)$/u

interface Row {
  readonly size: string
  readonly low: number
  readonly high: number
}

interface Column {
  readonly quantity: string | null
  readonly rows: readonly Row[]
}

/**
 * Reads the first column of ranges that something of the message fits ("95-110斤" holds 110斤, both ends included). A number
 * without a unit counts where it lies within the table: "165 110" is a height and a weight. Null: nothing to compare.
 */
export function sizeFit(product: Product, measures: readonly Measure[], measurer: Measurer): SizeFit | null {
  const columns = columnsOf(product, measurer)
  for (const column of columns) {
    const said = measures.filter(({ quantity }) => quantity !== null && quantity === column.quantity)
    const bare = measures.filter(({ quantity, value }) => quantity === null && isWithin(value, column))
    const [measure] = [...said, ...bare]
    if (!measure) continue
    // A height beside a table of foot lengths says nothing.
    if (measure.quantity !== null && isFarOff(measure.value, column)) continue
    const sizes = column.rows.filter(({ low, high }) => measure.value >= low && measure.value <= high)
    return { sizes: sizes.slice(0, 2).map(({ size }) => size), measure: measure.text }
  }
  return null
}

export const fitOf = ({ product, measures, context }: Scene): SizeFit | null =>
  product?.sizeTable && measures.length > 0 ? sizeFit(product, measures, context.knowledge.measures) : null

function columnsOf({ sizeTable, skus }: Product, measurer: Measurer): Column[] {
  const [head = [], ...body] = sizeTable ?? []
  const sold = new Set(skus.flatMap(({ options }) => Object.values(options)))
  const rows = body.filter(([size = '']) => sold.size === 0 || sold.has(size))
  return head.slice(1).flatMap((_, place) => {
    const ranges = rows.flatMap((row) => rangeOf(row, place + 1, measurer) ?? [])
    const quantity = ranges[0]?.quantity ?? null
    return ranges.length > 0 && ranges.length === rows.length ? [{ quantity, rows: ranges }] : []
  })
}

function rangeOf(row: readonly string[], place: number, measurer: Measurer) {
  const found = RANGE.exec((row[place] ?? '').toLowerCase())
  if (!found) return null
  const [, low = '', high = '', unit = ''] = found
  const [from] = measurer(low + unit)
  const [to] = measurer(high + unit)
  return from && to ? { size: row[0] ?? '', low: from.value, high: to.value, quantity: to.quantity } : null
}

const lowest = ({ rows }: Column): number => Math.min(...rows.map(({ low }) => low))
const highest = ({ rows }: Column): number => Math.max(...rows.map(({ high }) => high))

const isWithin = (value: number, column: Column): boolean => value >= lowest(column) && value <= highest(column)
const FAR = 2
const isFarOff = (value: number, column: Column): boolean =>
  value > highest(column) * FAR || value < lowest(column) / FAR
