import type { BannedTerms } from './banned-terms.ts'
import type { Attribute, Lexicon, Pack, RenderFile, Speech } from './pack.ts'

/** All packs of the installation. `speech`, `lexicon` and `outOfScope` are those of all packs together. */
export interface Packs {
  /** The newest version of each; what a pack builds on comes before it. */
  readonly list: readonly Pack[]
  readonly speech: Speech
  readonly lexicon: Lexicon
  readonly outOfScope: readonly string[]
  /** Null when no pack brings these words: then nothing can be said. */
  readonly render: RenderFile | null
  readonly bannedTerms: BannedTerms
  /** That version where it is kept, else the newest; undefined = no such pack. */
  find(packId: string, version?: string): Pack | undefined
  /** Attributes of a pack and of what it extends; the nearer one of the same id first. */
  attributesOf(packId: string): readonly Attribute[]
}

export function createPacks(found: readonly Pack[], older: readonly Pack[] = []): Packs {
  const list = parentsFirst(found)
  const newest = new Map(list.map((pack) => [pack.id, pack]))
  const exact = new Map([...older, ...list].map((pack) => [`${pack.id}@${pack.version}`, pack]))
  return {
    list,
    speech: Object.assign({}, ...list.map((pack) => pack.speech)),
    lexicon: mergeLexicons(list.map((pack) => pack.lexicon)),
    outOfScope: list.flatMap((pack) => pack.outOfScope),
    render: list.findLast((pack) => pack.render !== null)?.render ?? null,
    bannedTerms: {
      terms: list.flatMap((pack) => pack.bannedTerms.terms),
      patterns: list.flatMap((pack) => pack.bannedTerms.patterns),
    },
    find: (packId, version) => exact.get(`${packId}@${version}`) ?? newest.get(packId),
    attributesOf: (packId) => attributesOf(newest, packId),
  }
}

/** What a pack builds on comes before it, so that its own words win where both say something. */
function parentsFirst(packs: readonly Pack[]): Pack[] {
  const ordered: Pack[] = []
  const waiting = [...packs]
  while (waiting.length > 0) {
    const ready = waiting.findIndex((pack) => !waiting.some((other) => pack.extends.includes(other.id)))
    ordered.push(...waiting.splice(Math.max(ready, 0), 1))
  }
  return ordered
}

function mergeLexicons(all: readonly Lexicon[]): Lexicon {
  return {
    segments: [...new Set(all.flatMap((one) => one.segments))],
    colours: mergeNamed(all.map((one) => one.colours)),
    sizes: mergeNamed(all.map((one) => one.sizes)),
    units: [...new Set(all.flatMap((one) => one.units))],
    measures: Object.assign({}, ...all.map((one) => one.measures)),
    joiners: [...new Set(all.flatMap((one) => one.joiners))],
    homophones: Object.assign({}, ...all.map((one) => one.homophones)),
    synonyms: all.flatMap((one) => one.synonyms),
    emotions: mergeNamed(all.map((one) => one.emotions)),
    cart: {
      numbers: Object.assign({}, ...all.map(({ cart }) => cart.numbers)),
      alone: Object.assign({}, ...all.map(({ cart }) => cart.alone)),
      spelled: Object.assign({}, ...all.map(({ cart }) => cart.spelled)),
      between: [...new Set(all.flatMap(({ cart }) => cart.between))],
      pieces: [...new Set(all.flatMap(({ cart }) => cart.pieces))],
      notAfter: [...new Set(all.flatMap(({ cart }) => cart.notAfter))],
      notBefore: [...new Set(all.flatMap(({ cart }) => cart.notBefore))],
      joiners: [...new Set(all.flatMap(({ cart }) => cart.joiners))],
      each: [...new Set(all.flatMap(({ cart }) => cart.each))],
      more: [...new Set(all.flatMap(({ cart }) => cart.more))],
      less: [...new Set(all.flatMap(({ cart }) => cart.less))],
      filler: [...new Set(all.flatMap(({ cart }) => cart.filler))],
      regions: mergeNamed(all.map(({ cart }) => cart.regions)),
    },
    focus: mergeFocus(all.map(({ focus }) => focus)),
  }
}

function mergeFocus(all: readonly Lexicon['focus'][]): Lexicon['focus'] {
  const words = (of: (one: Lexicon['focus']) => readonly string[]) => [...new Set(all.flatMap(of))]
  return {
    dismissBefore: words((one) => one.dismissBefore),
    dismissBehind: words((one) => one.dismissBehind),
    instead: words((one) => one.instead),
    turnsTo: words((one) => one.turnsTo),
    earlier: words((one) => one.earlier),
    corrects: words((one) => one.corrects),
    passing: words((one) => one.passing),
    also: words((one) => one.also),
    same: words((one) => one.same),
    asks: words((one) => one.asks),
    mine: words((one) => one.mine),
    orders: words((one) => one.orders),
    pointers: words((one) => one.pointers),
    ordinals: mergeNamed(all.map(({ ordinals }) => ordinals)),
    larger: words((one) => one.larger),
    smaller: words((one) => one.smaller),
    cheaper: words((one) => one.cheaper),
    dearer: words((one) => one.dearer),
    endings: words((one) => one.endings),
    pictures: Object.assign({}, ...all.map(({ pictures }) => pictures)),
    options: mergeNamed(all.map(({ options }) => options)),
    forget: {
      verbs: words(({ forget }) => forget.verbs),
      objects: words(({ forget }) => forget.objects),
      phrases: words(({ forget }) => forget.phrases),
    },
  }
}

function mergeNamed(all: readonly Record<string, string[]>[]): Record<string, string[]> {
  const merged: Record<string, string[]> = {}
  for (const [name, words] of all.flatMap((one) => Object.entries(one))) {
    merged[name] = [...new Set([...(merged[name] ?? []), ...words])]
  }
  return merged
}

function attributesOf(packs: ReadonlyMap<string, Pack>, packId: string): readonly Attribute[] {
  const pack = packs.get(packId)
  if (!pack) return []
  const own = pack.attributes
  const ids = new Set(own.map((item) => item.id))
  return [...own, ...pack.extends.flatMap((parent) => attributesOf(packs, parent)).filter((item) => !ids.has(item.id))]
}
