/** Text that is HTML already. Everything else that is put into a page is escaped. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Part = Markup | string | number | null | undefined | false | readonly Part[]

export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(strings.map((text, index) => text + (index < parts.length ? written(parts[index]) : '')).join(''))

function written(part: Part): string {
  if (part instanceof Markup) return part.text
  if (Array.isArray(part)) return part.map(written).join('')
  return part === null || part === undefined || part === false ? '' : escape(String(part))
}

export const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

export const yuan = (fen: number): string => `¥${(fen / 100).toFixed(fen % 100 === 0 ? 0 : 2)}`

/** A document inside a script element: `</script>` in a title must not end it. */
export const jsonBlock = (document: unknown): Markup =>
  new Markup(`<script type="application/ld+json">${JSON.stringify(document).replaceAll('<', '\\u003c')}</script>`)

const CHINA_MS = 8 * 3_600_000

/** As clocks in China show it: 11月22日 18:05. */
export function localTime(at: number): string {
  const there = new Date(at + CHINA_MS)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${there.getUTCMonth() + 1}月${there.getUTCDate()}日 ${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`
}
