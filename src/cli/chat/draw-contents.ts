import { type Content, type ContentOf, render, type RenderWords, textOnlyProfile } from '../../message/index.ts'

/** Cards, menus and all the rest as the poorest channel would show them. */
export function drawContents(contents: readonly Content[], words: RenderWords): string[] {
  return render(contents, textOnlyProfile, words).parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
}

/** What a number means after this reply: the items of its last menu, counted as they are drawn. */
export function menuItems(contents: readonly Content[]): ContentOf<'menu'>['items'] {
  const menu = contents.findLast((content) => content.kind === 'menu')
  return menu?.kind === 'menu' ? menu.items : []
}
