export type MarkupToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string; readonly isEmpty: boolean }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

/**
 * HTML or XML as tags and text, in one pass over the source, whatever is broken in it. Entities that a file defines itself are
 * never expanded; comments and declarations are left out.
 */
export function* markupTokens(source: string, isRaw: (name: string) => boolean = () => false): Generator<MarkupToken> {
  let at = 0
  while (at < source.length) {
    const opens = source.indexOf('<', at)
    if (opens !== at) yield { kind: 'text', text: decodeEntities(source.slice(at, opens < 0 ? undefined : opens)) }
    if (opens < 0) return
    const special = SPECIAL.find(([start]) => source.startsWith(start, opens))
    if (special) {
      const [start, end, isText] = special
      const closes = source.indexOf(end, opens + start.length)
      if (isText) yield { kind: 'text', text: source.slice(opens + start.length, closes < 0 ? undefined : closes) }
      at = closes < 0 ? source.length : closes + end.length
      continue
    }
    const end = endOfTag(source, opens)
    const tag = end < 0 ? null : readTag(source.slice(opens + 1, end))
    if (!tag) {
      yield { kind: 'text', text: '<' }
      at = opens + 1
      continue
    }
    at = end + 1
    yield tag
    if (tag.kind === 'open' && !tag.isEmpty && isRaw(tag.name)) at = endOfRaw(source, at, tag.name)
  }
}

const SPECIAL = [
  ['<!--', '-->', false],
  ['<![CDATA[', ']]>', true],
  ['<!', '>', false],
  ['<?', '>', false],
] as const

/** A tag is no longer than this: an open quote must not swallow the rest, nor be looked for again and again. */
const LONGEST_TAG = 20_000

function endOfTag(source: string, from: number): number {
  const next = source.charCodeAt(from + 1) | 0x20
  if (source.charAt(from + 1) !== '/' && (next < 97 || next > 122)) return -1
  let quote = ''
  let first = -1
  const last = Math.min(source.length, from + LONGEST_TAG)
  for (let at = from + 1; at < last; at += 1) {
    const unit = source.charAt(at)
    if (unit === '>' && first < 0) first = at
    if (quote !== '') quote = unit === quote ? '' : quote
    else if (unit === '>') return at
    // Another tag begins: this one is none. So no stretch of the source is read again and again.
    else if (unit === '<') return -1
    else if (unit === '"' || unit === "'") quote = unit
  }
  return first
}

function readTag(inner: string): MarkupToken | null {
  const found = /^(\/?)([a-z][\w:.-]*)/iu.exec(inner)
  const name = found?.[2]?.toLowerCase()
  if (!found || !name) return null
  if (found[1] === '/') return { kind: 'close', name }
  return { kind: 'open', name, attributes: inner.slice(found[0].length), isEmpty: inner.endsWith('/') }
}

function endOfRaw(source: string, from: number, name: string): number {
  const end = new RegExp(`</${name}[\\s/>]`, 'giu')
  end.lastIndex = from
  return end.exec(source)?.index ?? source.length
}

/** The value of an attribute, decoded; null: it has none. */
export function attributeOf(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'iu').exec(attributes)
  return found ? decodeEntities(found[1] ?? found[2] ?? found[3] ?? '') : null
}

const NAMED: Readonly<Record<string, number>> = {
  ...{
    amp: 38,
    lt: 60,
    gt: 62,
    quot: 34,
    apos: 39,
    nbsp: 32,
    ensp: 32,
    emsp: 32,
    middot: 183,
    times: 215,
    divide: 247,
  },
  ...{ mdash: 8212, ndash: 8211, hellip: 8230, ldquo: 8220, rdquo: 8221, lsquo: 8216, rsquo: 8217, bull: 8226 },
  ...{ copy: 169, reg: 174, trade: 8482, yen: 165, deg: 176, euro: 8364, pound: 163, le: 8804, ge: 8805, plusmn: 177 },
}

const decodeEntities = (text: string): string =>
  text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/giu, (whole: string, name: string) => {
    const code = codeOf(name)
    const isText = code !== undefined && code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
    return isText ? String.fromCodePoint(code) : whole
  })

function codeOf(name: string): number | undefined {
  if (/^#x/iu.test(name)) return Number.parseInt(name.slice(2), 16)
  return name.startsWith('#') ? Number(name.slice(1)) : NAMED[name]
}
