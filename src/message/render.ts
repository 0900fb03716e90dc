import type { Capabilities } from './capabilities.ts'
import type { Content } from './content.ts'
import { fitParts, splitParts } from './fit-parts.ts'
import type { Loss, Rendering } from './piece.ts'
import { renderContent } from './render-content.ts'
import type { RenderWords } from './render-words.ts'

export interface Rendered {
  readonly parts: readonly Content[]
  readonly losses: readonly Loss[]
}

/**
 * Contents as one channel can carry them; total over every kind and capability. Price, currency, threshold, validity,
 * stock and link are in the parts whatever happens; what else was lost is reported.
 */
export function render(contents: readonly Content[], capabilities: Capabilities, words: RenderWords): Rendered {
  if (capabilities.partsPerTurn === null && contents.every((content) => fitsAsItIs(content, capabilities))) {
    return { parts: contents, losses: [] }
  }
  const rendering: Rendering = { capabilities, words, losses: [] }
  const pieces = contents.flatMap((content, index) => renderContent(content, index, rendering))
  const { partsPerTurn } = capabilities
  const fitted = partsPerTurn === null ? pieces : fitParts(pieces, partsPerTurn, rendering)
  return { parts: splitParts(fitted, rendering), losses: rendering.losses }
}

// The common case of the own web chat and the HTTP channel: a text costs one comparison, nothing is built.
function fitsAsItIs(content: Content, { native, textLimit }: Capabilities): boolean {
  if (content.kind === 'text') return content.text.length * 4 <= textLimit.max
  return native.has(content.kind) && textLimit.max >= 40_000
}
