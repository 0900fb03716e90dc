import type { ContentOf } from './content.ts'
import { type Card, type Facts, factsOf } from './facts.ts'
import { type Piece, type Rendering, textPiece } from './piece.ts'
import { cutText, measure } from './split-text.ts'

const SCHEMA_LINK = { maxTitleBytes: 2000, maxTextBytes: 4000 }

/** native → mini-program → link card → picture + text + address → text + address. The facts are in all of them. */
export function renderCard(card: Card, index: number, rendering: Rendering): readonly Piece[] {
  const facts = factsOf(card, rendering.words)
  const asText = [facts.title, ...facts.lines, ...(facts.url ? [facts.url] : [])].join('\n')
  if (rendering.capabilities.native.has(card.kind)) return [{ index, content: card, asText, canCut: false }]
  const step = { card, facts, index, asText, rendering }
  return asMiniProgram(step) ?? asLink(step) ?? asPictureAndText(step)
}

interface Step {
  readonly card: Card
  readonly facts: Facts
  readonly index: number
  readonly asText: string
  readonly rendering: Rendering
}

function asMiniProgram({ card, facts, index, asText, rendering }: Step): readonly Piece[] | null {
  const { capabilities, losses } = rendering
  const home = capabilities.miniProgram
  const path = home?.paths[card.kind]
  if (!home || path === undefined || !capabilities.native.has('mini-program')) return null
  const content: ContentOf<'mini-program'> = {
    kind: 'mini-program',
    appId: home.appId,
    title: cutText(facts.title, { unit: 'bytes', max: home.maxTitleBytes }),
    path: path.replace('{id}', encodeURIComponent(facts.id)),
    ...(facts.picture ? { picture: facts.picture } : {}),
    ...(facts.url ? { url: facts.url } : {}),
  }
  losses.push({ index, kind: card.kind, became: 'mini-program', lost: 'form' })
  // A mini-program card has a title and a picture only: price, threshold and validity go beside it.
  const beside = [facts.title, ...facts.lines, ...(facts.url ? [facts.url] : [])].join('\n')
  return [
    { index, content, asText: '', canCut: false },
    { ...textPiece(index, beside), asText },
  ]
}

function asLink({ card, facts, index, asText, rendering }: Step): readonly Piece[] | null {
  const { capabilities, losses } = rendering
  const bounds = capabilities.linkCard ?? SCHEMA_LINK
  const text = facts.lines.join('\n')
  const fits = Buffer.byteLength(text) <= bounds.maxTextBytes && text.length <= 1000
  if (!capabilities.native.has('link') || facts.url === null || !fits) return null
  const title = cutText(facts.title, { unit: 'bytes', max: bounds.maxTitleBytes })
  losses.push({ index, kind: card.kind, became: 'link', lost: title === facts.title ? 'form' : 'title-cut' })
  const picture = facts.picture ? { picture: facts.picture } : {}
  return [{ index, content: { kind: 'link', url: facts.url, title, text, ...picture }, asText, canCut: false }]
}

function asPictureAndText({ card, facts, index, asText, rendering }: Step): readonly Piece[] {
  const { capabilities, losses } = rendering
  const text = textPiece(index, asText)
  if (facts.picture === null) {
    losses.push({ index, kind: card.kind, became: 'text', lost: 'form' })
    return [text]
  }
  const canShow = capabilities.native.has('image')
  losses.push({ index, kind: card.kind, became: canShow ? 'image' : 'text', lost: canShow ? 'form' : 'picture' })
  if (!canShow) return [text]
  const alt = measure(facts.title, { unit: 'characters', max: 0 }) <= 500 ? { alt: facts.title } : {}
  return [{ index, content: { kind: 'image', url: facts.picture, ...alt }, asText: '', canCut: false }, text]
}
