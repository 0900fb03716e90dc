import { type GapDialogue, type GapGoods, KINDS } from './gap-dialogue.ts'

const FEWEST = 220
const FEWEST_OF_A_KIND = 18
const SHORTEST_GAP = 30 * 60
const LEAST_DISTANCE = 0.4

/** What is wrong with the whole set, one line each: too few, ids that nobody has, times out of order, talks too alike. */
export function findGapFaults(dialogues: readonly GapDialogue[], goods: GapGoods): string[] {
  return [...faultsOfCounts(dialogues), ...dialogues.flatMap((one) => faultsOfOne(one, goods)), ...tooAlike(dialogues)]
}

function faultsOfCounts(dialogues: readonly GapDialogue[]): string[] {
  const few = dialogues.length < FEWEST ? [`${dialogues.length} dialogues, wanted ${FEWEST}`] : []
  const twice = dialogues.filter((one, at) => dialogues.findIndex(({ id }) => id === one.id) !== at)
  const kinds = KINDS.filter((kind) => dialogues.filter((one) => one.kind === kind).length < FEWEST_OF_A_KIND)
  return [...few, ...twice.map(({ id }) => `${id}: twice`), ...kinds.map((kind) => `${kind}: too few`)]
}

function faultsOfOne(dialogue: GapDialogue, goods: GapGoods): string[] {
  const products = goods.shops.flatMap((shop) => shop.products)
  const skus = products.flatMap((product) => product.skus)
  const known = new Set([...products, ...skus, ...dialogue.orders, ...goods.shops].map(({ id }) => id))
  const faults = idsIn(dialogue)
    .filter((id) => !known.has(id))
    .map((id) => `nobody has ${id}`)
  const times = dialogue.steps.map((step) => step.at)
  if (times.some((time, at) => time < (times[at - 1] ?? 0))) faults.push('times out of order')
  const gap = Math.max(...times.slice(1).map((time, at) => time - (times[at] ?? 0)))
  if (gap !== dialogue.gap || gap < SHORTEST_GAP) faults.push(`longest gap is ${gap}`)
  if (!dialogue.steps.some((step) => 'expect' in step)) faults.push('nothing is checked')
  return faults.map((fault) => `${dialogue.id}: ${fault}`)
}

function idsIn(dialogue: GapDialogue): string[] {
  const ofSteps = dialogue.steps.flatMap((step) => {
    if ('change' in step) return [step.id]
    const { about, ask, sku, notCarry } = step.expect ?? {}
    return [step.shop, step.context?.id, about, ...(ask ?? []), sku, ...(notCarry ?? [])]
  })
  const all = [dialogue.shop, ...dialogue.orders.flatMap((order) => order.skus), ...ofSteps]
  return all.filter((id) => id !== undefined)
}

function tooAlike(dialogues: readonly GapDialogue[]): string[] {
  const said = dialogues.map((one) => ({ id: one.id, text: [...buyerText(one)] }))
  return said.flatMap((one, at) =>
    said
      .slice(at + 1)
      .filter((other) => editDistance(one.text, other.text) <= LEAST_DISTANCE)
      .map((other) => `${one.id} and ${other.id}: too alike`),
  )
}

const buyerText = (dialogue: GapDialogue): string =>
  dialogue.steps.map((step) => ('text' in step ? step.text : '')).join('')

/** Levenshtein's distance over the longer length, 0 to 1. */
function editDistance(one: readonly string[], other: readonly string[]): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  one.forEach((char, at) => {
    const next = [at + 1]
    other.forEach((against, to) => {
      const swapped = (row[to] ?? 0) + (char === against ? 0 : 1)
      next.push(Math.min(swapped, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1))
    })
    row = next
  })
  return (row[other.length] ?? 0) / Math.max(one.length, other.length, 1)
}
