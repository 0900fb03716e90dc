import type { CatalogueView, ProductHit } from '../dialogue/index.ts'
import { normalise } from '../language/index.ts'
import type { Product } from '../shop/index.ts'
import { createNameIndex } from './name-index.ts'

/** Products of one shop, found by id or by how buyers name them. Built once per version of the shop's goods. */
export function createCatalogue(products: readonly Product[]): CatalogueView {
  const byId = new Map(products.map((product) => [product.productId, product]))
  const bySku = new Map(products.flatMap((product) => product.skus.map(({ skuId }) => [skuId, product] as const)))
  const named = products.filter(({ onShelf }) => onShelf)
  const names = createNameIndex(products)
  const postings = new Map<string, number[]>()
  named.forEach((product, index) => {
    for (const word of wordsOf(namesOf(product))) {
      const list = postings.get(word)
      if (list) list.push(index)
      else postings.set(word, [index])
    }
  })
  return {
    isEmpty: products.length === 0,
    product: (productId) => byId.get(productId),
    ofSku: (skuId) => bySku.get(skuId),
    onShelf: named,
    named: names.find,
    mentioned(text, most) {
      const weights = new Map<number, number>()
      let heaviest = 0
      for (const word of wordsOf(text)) {
        const list = postings.get(word)
        // A word that every second title has ("新款") names nothing.
        if (!list || list.length > Math.max(2, named.length * 0.4)) continue
        const weight = Math.log(1 + named.length / list.length)
        heaviest += weight
        for (const index of list) weights.set(index, (weights.get(index) ?? 0) + weight)
      }
      return heaviest < Math.min(MENTION_WEIGHT, Math.log(1 + named.length))
        ? []
        : rank(weights, named, heaviest).slice(0, most)
    },
  }
}

/** Below this the words are too common among the titles to name anything: one word that a sixth of them has. */
const MENTION_WEIGHT = Math.log(1 + 6)

const namesOf = ({ title, names = [], category }: Product): string => [title, ...names, category].join(' ')

function rank(weights: ReadonlyMap<number, number>, products: readonly Product[], heaviest: number): ProductHit[] {
  const hits: ProductHit[] = []
  for (const [index, weight] of weights) {
    const product = products[index]
    if (product && weight >= heaviest * 0.5) hits.push({ product, score: weight / heaviest })
  }
  return hits.sort((a, b) => b.score - a.score)
}

/** A weight, a size, a share: no name. */
const SMALL_NUMBER = /^\d{1,3}$/
const HAN = /\p{Script=Han}/u

/** Pairs of neighbouring characters of which one is Han, and Latin words and model numbers as a whole. */
function wordsOf(text: string): Set<string> {
  const words = new Set<string>()
  for (const run of normalise(text).text.split(' ')) {
    for (let i = 0; i + 1 < run.length; i += 1) {
      const pair = run.slice(i, i + 2)
      if (HAN.test(pair)) words.add(pair)
    }
    for (const [latin] of run.matchAll(/[a-z0-9]{2,}/g)) if (!SMALL_NUMBER.test(latin)) words.add(latin)
  }
  return words
}
