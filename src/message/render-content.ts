import { assertNever } from '../kernel/assert-never.ts'
import type { Content, ContentOf } from './content.ts'
import { type Piece, type Rendering, textPiece } from './piece.ts'
import { renderCard } from './render-card.ts'
import { renderMenu, renderRating } from './render-menu.ts'
import { fill } from './render-words.ts'
import { cutText, measure } from './split-text.ts'

/** One content → the parts that stand for it on this channel, best form first. Total over every kind. */
export function renderContent(content: Content, index: number, rendering: Rendering): readonly Piece[] {
  switch (content.kind) {
    case 'text':
      return [textPiece(index, content.text, true)]
    case 'product-card':
    case 'order-card':
    case 'parcel':
    case 'coupon':
    case 'red-packet':
      return renderCard(content, index, rendering)
    case 'menu':
      return renderMenu(content, index, rendering)
    case 'rating':
      return isNative(content, rendering)
        ? [whole(content, index, content.text)]
        : renderRating(content, index, rendering)
    case 'form':
    case 'system':
    case 'image':
    case 'video':
    case 'file':
    case 'link':
    case 'mini-program':
      return renderPlain(content, index, rendering)
    default:
      return assertNever(content)
  }
}

type Plain = ContentOf<'form' | 'system' | 'image' | 'video' | 'file' | 'link' | 'mini-program'>

const whole = (content: Content, index: number, asText: string): Piece => ({ index, content, asText, canCut: false })

/** As it is, else as a link card where it has an address, else as words with the address. */
function renderPlain(content: Plain, index: number, rendering: Rendering): readonly Piece[] {
  const { capabilities, losses } = rendering
  const asText = wordsOf(content, rendering)
  if (content.kind === 'link' && capabilities.native.has('link')) return linkCard(content, index, { asText, rendering })
  if (isNative(content, rendering)) return [whole(content, index, asText)]
  if (content.kind === 'system') {
    losses.push({ index, kind: 'system', became: 'text', lost: 'form' })
    return [textPiece(index, asText, true)]
  }
  if (content.kind !== 'link' && content.kind !== 'form' && content.url && capabilities.native.has('link')) {
    losses.push({ index, kind: content.kind, became: 'link', lost: 'form' })
    const link: ContentOf<'link'> = { kind: 'link', url: content.url, title: titleOf(content, rendering) }
    return linkCard(link, index, { asText, rendering })
  }
  losses.push({ index, kind: content.kind, became: 'text', lost: 'form' })
  return [textPiece(index, asText)]
}

function isNative(content: Content, { capabilities }: Rendering): boolean {
  if (!capabilities.native.has(content.kind)) return false
  // A native form or notice whose words are too long for the vendor is not native after all.
  if (!('text' in content) || content.text === undefined) return true
  return measure(content.text, capabilities.textLimit) <= capabilities.textLimit.max
}

function linkCard(
  link: ContentOf<'link'>,
  index: number,
  { asText, rendering }: { asText: string; rendering: Rendering },
): readonly Piece[] {
  const bounds = rendering.capabilities.linkCard
  if (!bounds) return [whole(link, index, asText)]
  const title = cutText(link.title, { unit: 'bytes', max: bounds.maxTitleBytes })
  const tooLong = Buffer.byteLength(link.text ?? '') > bounds.maxTextBytes
  if (title !== link.title) rendering.losses.push({ index, kind: 'link', became: 'link', lost: 'title-cut' })
  if (!tooLong) return [whole({ ...link, title }, index, asText)]
  // Words that the card has no room for go before it: they may hold a price.
  const { text, ...card } = link
  return [textPiece(index, text ?? ''), whole({ ...card, title }, index, `${link.title}\n${link.url}`)]
}

type Addressed = ContentOf<'image' | 'video' | 'file' | 'mini-program'>

function titleOf(content: Addressed, { words }: Rendering): string {
  switch (content.kind) {
    case 'image':
      return content.alt || words.lines.image
    case 'video':
      return content.title || words.lines.video
    case 'file':
      return fill(words.lines.file, { value: content.name }).slice(0, 500)
    case 'mini-program':
      return content.title
    default:
      return assertNever(content)
  }
}

function wordsOf(content: Plain, rendering: Rendering): string {
  const { lines } = rendering.words
  switch (content.kind) {
    case 'system':
      return content.text
    case 'link':
      return joined(content.title, content.text, content.url)
    case 'form': {
      const labels = content.fields.map(
        (field, at) => `${at + 1}. ${field.label}${field.required ? ` (${lines.required})` : ''}`,
      )
      return joined(content.text, fill(lines.fillIn, { value: '' }), ...labels, content.url)
    }
    case 'mini-program':
      return joined(fill(lines.miniProgram, { value: content.title }), content.url ?? content.path)
    case 'image':
    case 'video':
    case 'file':
      return joined(titleOf(content, rendering), content.url)
    default:
      return assertNever(content)
  }
}

const joined = (...lines: readonly (string | undefined)[]): string => lines.filter((line) => line).join('\n')
