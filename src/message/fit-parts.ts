import type { Content } from './content.ts'
import { type Piece, type Rendering, textPiece } from './piece.ts'
import { cutText, measure, splitText } from './split-text.ts'

/**
 * Where the vendor counts messages: neighbouring texts become one, a text before a menu becomes its words, cards become
 * words from the last one on, and at the very end words that hold no card are cut. Facts of cards are never cut: rather
 * one message too many, and said so.
 */
export function fitParts(pieces: readonly Piece[], most: number, rendering: Rendering): readonly Piece[] {
  let fitted = merge(pieces, rendering)
  while (count(fitted, rendering) > most) {
    const next = flattenLast(fitted, rendering)
    if (!next) break
    fitted = merge(next, rendering)
  }
  if (count(fitted, rendering) <= most) return fitted
  const cut = cutWords(pieces.map(asWords), most, rendering)
  if (count(cut, rendering) > most) {
    const index = cut[0]?.index ?? 0
    rendering.losses.push({ index, kind: 'text', became: 'text', lost: 'over-parts' })
  }
  return cut
}

const count = (pieces: readonly Piece[], { capabilities }: Rendering): number =>
  pieces.reduce(
    (sum, { content }) => sum + (content.kind === 'text' ? splitText(content.text, capabilities.textLimit).length : 1),
    0,
  )

function merge(pieces: readonly Piece[], rendering: Rendering): readonly Piece[] {
  const merged: Piece[] = []
  for (const piece of pieces) {
    const before = merged.at(-1)
    const both = before && join(before, piece, rendering)
    if (both) merged[merged.length - 1] = both
    else merged.push(piece)
  }
  return merged
}

function join(before: Piece, piece: Piece, { capabilities }: Rendering): Piece | null {
  if (before.content.kind !== 'text') return null
  const first = before.content.text
  const { content } = piece
  const canCut = before.canCut && piece.canCut
  if (content.kind === 'text') {
    const text = `${first}\n${content.text}`
    return text.length <= 10_000 ? textPiece(piece.index, text, canCut) : null
  }
  if (content.kind !== 'menu') return null
  const text = `${first}\n${content.text}`
  const most = capabilities.menu?.maxTextBytes ?? Number.POSITIVE_INFINITY
  const fits = measure(text, capabilities.textLimit) <= capabilities.textLimit.max && Buffer.byteLength(text) <= most
  if (!fits || text.length > 2000) return null
  return { index: piece.index, content: { ...content, text }, asText: `${first}\n${piece.asText}`, canCut: false }
}

function flattenLast(pieces: readonly Piece[], { losses }: Rendering): readonly Piece[] | null {
  const at = pieces.findLastIndex(({ content }) => content.kind !== 'text')
  const piece = pieces[at]
  if (!piece) return null
  losses.push({ index: piece.index, kind: piece.content.kind, became: 'text', lost: 'form' })
  const words = piece.asText ? [textPiece(piece.index, piece.asText)] : []
  return [...pieces.slice(0, at), ...words, ...pieces.slice(at + 1)]
}

const asWords = (piece: Piece): Piece =>
  piece.content.kind === 'text' ? piece : { ...textPiece(piece.index, piece.asText), canCut: false }

function cutWords(pieces: readonly Piece[], most: number, rendering: Rendering): readonly Piece[] {
  const { textLimit } = rendering.capabilities
  const spoken = pieces.filter((piece) => piece.asText.length > 0)
  const fixed = spoken
    .filter((piece) => !piece.canCut)
    .reduce((sum, piece) => sum + measure(piece.asText, textLimit) + 1, 0)
  // Splitting wastes a little of every message, so the words get nine tenths of what is left.
  let room = Math.max(0, Math.floor((most * textLimit.max - fixed) * 0.9))
  const kept: Piece[] = []
  for (const piece of spoken) {
    if (!piece.canCut) {
      kept.push(piece)
      continue
    }
    const text = cutText(piece.asText, { unit: textLimit.unit, max: room })
    room -= measure(text, textLimit) + 1
    if (text !== piece.asText)
      rendering.losses.push({ index: piece.index, kind: 'text', became: 'text', lost: 'text-cut' })
    if (text.trim()) kept.push({ ...textPiece(piece.index, text, true) })
  }
  return merge(kept, rendering)
}

/** Texts longer than the vendor takes become several. */
export function splitParts(pieces: readonly Piece[], { capabilities }: Rendering): Content[] {
  return pieces.flatMap(({ content }): Content[] => {
    if (content.kind !== 'text') return [content]
    return splitText(content.text, capabilities.textLimit).map((text) => ({ kind: 'text', text }))
  })
}
