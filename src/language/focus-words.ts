/** How buyers point at things of the talk, take them back and want to be forgotten, as data of the packs. */
export interface FocusLexicon {
  /** Before or behind a thing these say that it is not meant. */
  readonly dismissBefore: readonly string[]
  readonly dismissBehind: readonly string[]
  /** What follows is meant whatever was taken back before. */
  readonly instead: readonly string[]
  /** Behind a thing: another one takes its place. */
  readonly turnsTo: readonly string[]
  /** The buyer says that he was taken wrongly. */
  readonly corrects: readonly string[]
  /** Points back to what was talked about. */
  readonly earlier: readonly string[]
  /** A thing that is only mentioned: of others, praised in passing. */
  readonly passing: readonly string[]
  /** One more thing beside the one before. */
  readonly also: readonly string[]
  /** Behind a name these ask of it what was asked of the other. */
  readonly same: readonly string[]
  readonly asks: readonly string[]
  /** Bought, ordered, received: the order of a thing is meant. */
  readonly mine: readonly string[]
  /** An order or its parcel. */
  readonly orders: readonly string[]
  /** Behind the beginning of a name these point at the thing ("the canvas one"). */
  readonly pointers: readonly string[]
  /** Place in a row → how it is said; -1: the last. */
  readonly ordinals: Readonly<Record<string, readonly string[]>>
  readonly larger: readonly string[]
  readonly smaller: readonly string[]
  readonly cheaper: readonly string[]
  readonly dearer: readonly string[]
  /** Endings of a variant's name that buyers leave off, and what they put in their place. */
  readonly endings: readonly string[]
  /** Faces and pictures → what they show. */
  readonly pictures: Readonly<Record<string, string>>
  /** Colours and the like in another language: value in the listing → words. */
  readonly options: Readonly<Record<string, readonly string[]>>
  /** One of the phrases says that the buyer wants to be forgotten; a verb with an object may say it. */
  readonly forget: {
    readonly verbs: readonly string[]
    readonly objects: readonly string[]
    readonly phrases: readonly string[]
  }
}

/** Where a variant stands among its like. */
export type Ranked = 'larger' | 'smaller' | 'cheaper' | 'dearer'

/** Words are looked for in normalised text. */
export interface FocusWords {
  /** Is the thing at these places said not to be meant? */
  isDismissed(clause: string, from: number, to: number): boolean
  corrects(plain: string): boolean
  /** What is said behind the words that take back; null: nothing is taken back. */
  behindCorrection(plain: string): string | null
  isEarlier(plain: string): boolean
  isPassing(clause: string): boolean
  isAlso(plain: string): boolean
  /** Something that asks the same of the thing that ends here. */
  asksSame(plain: string, to: number): boolean
  asks(clause: string): boolean
  isMine(plain: string): boolean
  isOfOrder(plain: string): boolean
  pointsAt(plain: string, to: number): boolean
  /** Place in a row that is named, counted from 0; -1: the last. Null: none. */
  ordinal(plain: string): number | null
  ranked(plain: string): Ranked | null
  wantsForgotten(plain: string): 'surely' | 'perhaps' | null
  /** The raw text with its pictures put into words. */
  inWords(raw: string): string
  readonly endings: readonly string[]
  readonly options: ReadonlyMap<string, readonly string[]>
}

const LONGEST_FORGET = 40
/** So near the word must stand to the thing that it takes back. */
const REACH = 5
const PICTURE = /\p{Extended_Pictographic}/u

export function createFocusWords(lexicon: FocusLexicon): FocusWords {
  return { ...takingBack(lexicon), ...pointing(lexicon), ...choosing(lexicon), ...forgetting(lexicon) }
}

const has = (words: readonly string[]) => {
  const pattern = patternOf(words)
  return (plain: string): boolean => pattern?.test(plain) ?? false
}

function takingBack(
  lexicon: FocusLexicon,
): Pick<FocusWords, 'isDismissed' | 'corrects' | 'behindCorrection' | 'isPassing'> {
  const before = patternOf(lexicon.dismissBefore, { behind: `[^ ]{0,${REACH}}$` })
  const beforeLatin = patternOf(lexicon.dismissBefore.filter(isLatin), { behind: `.{0,${REACH * 2}}$` })
  const corrects = patternOf(lexicon.corrects)
  const [behind, instead, turnsTo] = [lexicon.dismissBehind, lexicon.instead, lexicon.turnsTo].map((words) =>
    has(words),
  )
  return {
    isDismissed(clause, from, to) {
      const ahead = clause.slice(0, from)
      const taken = before?.exec(ahead) ?? beforeLatin?.exec(ahead) ?? null
      // "Not A but B": what takes A back does not reach B.
      if (taken && !instead?.(ahead.slice(taken.index + (taken[1]?.length ?? 0)))) return true
      const rest = clause.slice(to, to + REACH * 2).split(' ', 1)[0] ?? ''
      return Boolean(behind?.(rest)) || Boolean(turnsTo?.(rest))
    },
    corrects: has(lexicon.corrects),
    behindCorrection(plain) {
      const taken = corrects?.exec(plain)
      return taken ? plain.slice(taken.index + taken[0].length) : null
    },
    isPassing: has(lexicon.passing),
  }
}

type Pointing = 'isEarlier' | 'isAlso' | 'asksSame' | 'asks' | 'isMine' | 'isOfOrder' | 'pointsAt' | 'inWords'

function pointing(lexicon: FocusLexicon): Pick<FocusWords, Pointing> {
  const same = patternOf(lexicon.same, { before: '^ ?' })
  const pointer = patternOf(lexicon.pointers, { before: '^ ?' })
  const pictures = Object.entries(lexicon.pictures)
  return {
    isEarlier: has(lexicon.earlier),
    isAlso: has(lexicon.also),
    asksSame: (plain, to) => same?.test(plain.slice(to)) ?? false,
    asks: has(lexicon.asks),
    isMine: has(lexicon.mine),
    isOfOrder: has(lexicon.orders),
    pointsAt: (plain, to) => pointer?.test(plain.slice(to)) ?? false,
    inWords: (raw) =>
      PICTURE.test(raw) ? pictures.reduce((text, [picture, word]) => text.replaceAll(picture, word), raw) : raw,
  }
}

function choosing(lexicon: FocusLexicon): Pick<FocusWords, 'ordinal' | 'ranked' | 'endings' | 'options'> {
  const ordinals = Object.entries(lexicon.ordinals).map(([place, words]) => ({ place: Number(place), is: has(words) }))
  const ranks = (['cheaper', 'dearer', 'larger', 'smaller'] as const).map((rank) => ({ rank, is: has(lexicon[rank]) }))
  return {
    ordinal(plain) {
      const place = ordinals.find(({ is }) => is(plain))?.place
      return place === undefined ? null : place > 0 ? place - 1 : place
    },
    ranked: (plain) => ranks.find(({ is }) => is(plain))?.rank ?? null,
    endings: lexicon.endings,
    options: new Map(Object.entries(lexicon.options)),
  }
}

function forgetting({ forget }: FocusLexicon): Pick<FocusWords, 'wantsForgotten'> {
  const [verbs, objects, phrases] = [has(forget.verbs), has(forget.objects), has(forget.phrases)]
  return {
    wantsForgotten(plain) {
      if (plain.length > LONGEST_FORGET) return null
      if (phrases(plain)) return 'surely'
      return verbs(plain) && objects(plain) ? 'perhaps' : null
    },
  }
}

/** Latin words must stand alone. Null: there are none. */
function patternOf(words: readonly string[], { before = '', behind = '' } = {}): RegExp | null {
  if (words.length === 0) return null
  const ways = words
    .toSorted((one, other) => other.length - one.length)
    .map((word) => (isLatin(word) ? `(?<![a-z0-9])${word}(?![a-z0-9])` : escaped(word)))
  return new RegExp(`${before}(${ways.join('|')})${behind}`, 'u')
}

const isLatin = (word: string): boolean => /^[a-z0-9 ']+$/.test(word)
const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
