/** What a document is made of, in its order. Rows of tables carry the names of their columns in their text. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'text' | 'row'; readonly text: string }

export type Blocks = Iterable<Block>

// What no database holds or nobody sees: control characters, halves of pairs.
const UNSEEN = /[\p{Cc}\p{Cs}\p{Cf}]+/gu
const BLANK = /\s+/gu

/** One line of text as it may be stored and shown. */
export const lineOf = (raw: string): string => raw.replace(BLANK, ' ').replace(UNSEEN, '').trim()

/** Rows of a table as lines that can be read alone: "size: M; chest: 92". The first row names the columns. */
export function* rowBlocks(rows: readonly (readonly string[])[]): Generator<Block> {
  const clean = rows.map((cells) => cells.map(lineOf)).filter((cells) => cells.some((cell) => cell !== ''))
  const [header = [], ...rest] = clean
  const isHeaded = rest.length > 0 && header.length > 1 && header.every((cell) => cell !== '')
  for (const cells of isHeaded ? rest : clean) {
    const said = cells.flatMap((cell, at) => (cell === '' ? [] : [named(isHeaded ? header[at] : undefined, cell)]))
    yield { kind: 'row', text: said.join(isHeaded ? '; ' : ': ') }
  }
}

const named = (name: string | undefined, cell: string): string => (name ? `${name}: ${cell}` : cell)
