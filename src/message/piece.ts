import type { Capabilities } from './capabilities.ts'
import type { Content, ContentKind } from './content.ts'
import type { RenderWords } from './render-words.ts'

/** What became of a content that the channel cannot show as it is, so that the answer may choose another form. */
export interface Loss {
  /** Position in the contents that were to be rendered. */
  readonly index: number
  readonly kind: ContentKind
  readonly became: ContentKind
  readonly lost: 'form' | 'picture' | 'label-cut' | 'title-cut' | 'text-cut' | 'paged' | 'over-parts'
}

/** One part on its way: its words, should the part have to become text after all, and whether they may be cut. */
export interface Piece {
  readonly index: number
  readonly content: Content
  readonly asText: string
  readonly canCut: boolean
}

export interface Rendering {
  readonly capabilities: Capabilities
  readonly words: RenderWords
  readonly losses: Loss[]
}

export const textPiece = (index: number, text: string, canCut = false): Piece => ({
  index,
  content: { kind: 'text', text },
  asText: text,
  canCut,
})
