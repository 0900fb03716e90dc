import type { ContentOf } from './content.ts'
import { type Piece, type Rendering, textPiece } from './piece.ts'
import { fill } from './render-words.ts'
import { cutText, splitText } from './split-text.ts'

type Menu = ContentOf<'menu'>

const MORE = /^more:(\d{1,3})$/

/** The token of a "more" item: the state (all items) lives on our side, the token says where the next page starts. */
export const moreToken = (offset: number): string => `more:${offset}`

/** `more:9` → 9; null for every other token. */
export function readMoreToken(token: string): number | null {
  const match = MORE.exec(token)
  return match?.[1] === undefined ? null : Number(match[1])
}

/** Native, paged with "more" above the vendor's count, or as numbered text. */
export function renderMenu(menu: Menu, index: number, rendering: Rendering): readonly Piece[] {
  const asText = numbered(menu, rendering)
  const room = rendering.capabilities.menu
  if (room === null || room.maxItems < 2) {
    rendering.losses.push({ index, kind: 'menu', became: 'text', lost: 'form' })
    return [textPiece(index, asText)]
  }
  const { heads, text } = headOf(menu.text, rendering)
  const items = pageOf(menu, room.maxItems, { index, rendering })
  const labelled = items.map((item) => ({
    ...item,
    label: cutText(item.label, { unit: 'bytes', max: room.maxLabelBytes }),
  }))
  if (labelled.some((item, at) => item.label !== items[at]?.label)) {
    rendering.losses.push({ index, kind: 'menu', became: 'menu', lost: 'label-cut' })
  }
  const content: Menu = { kind: 'menu', text, items: labelled }
  return [...heads.map((head) => textPiece(index, head)), { index, content, asText, canCut: false }]
}

function pageOf(menu: Menu, maxItems: number, at: { index: number; rendering: Rendering }): Menu['items'] {
  if (menu.items.length <= maxItems) return menu.items
  at.rendering.losses.push({ index: at.index, kind: 'menu', became: 'menu', lost: 'paged' })
  const shown = menu.items.slice(0, maxItems - 1)
  return [...shown, { token: moreToken(shown.length), label: at.rendering.words.lines.more }]
}

function headOf(text: string, { capabilities }: Rendering): { heads: string[]; text: string } {
  const max = capabilities.menu?.maxTextBytes
  const inText = splitText(text, capabilities.textLimit)
  const parts = max === undefined ? inText : inText.flatMap((part) => splitText(part, { unit: 'bytes', max }))
  const last = parts.pop()
  return { heads: parts, text: last ?? text }
}

function numbered(menu: Menu, { words }: Rendering): string {
  const items = menu.items.map((item, at) => `${at + 1}. ${item.label}`)
  return [menu.text, ...items, words.lines.chooseByNumber].join('\n')
}

/** A rating becomes a menu of figures where menus are, else a line that asks for one. */
export function renderRating(rating: ContentOf<'rating'>, index: number, rendering: Rendering): readonly Piece[] {
  const { capabilities, words, losses } = rendering
  const items = Array.from({ length: rating.scale }, (_, at) => ({
    token: `${rating.token}:${at + 1}`,
    label: `${at + 1}`,
  }))
  const tokensFit = items.every((item) => item.token.length <= 64)
  if (capabilities.menu && rating.scale <= capabilities.menu.maxItems && tokensFit) {
    losses.push({ index, kind: 'rating', became: 'menu', lost: 'form' })
    return renderMenu({ kind: 'menu', text: rating.text, items }, index, rendering)
  }
  losses.push({ index, kind: 'rating', became: 'text', lost: 'form' })
  return [textPiece(index, `${rating.text}\n${fill(words.lines.rate, { value: String(rating.scale) })}`)]
}
