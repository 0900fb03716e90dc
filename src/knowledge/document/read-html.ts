import { type Block, lineOf, rowBlocks } from './block.ts'
import { type MarkupToken, markupTokens } from './markup-tokens.ts'

export interface HtmlPage {
  readonly title: string
  readonly blocks: readonly Block[]
}

const RAW = new Set(['script', 'style', 'textarea', 'xmp', 'noembed', 'noframes'])
// What is no part of the text: programs, pictures, menus, forms.
const LEFT_OUT = new Set(['template', 'noscript', 'svg', 'math', 'iframe', 'object', 'nav', 'select', 'button'])
const BREAKS = new Set(
  'address article aside blockquote body br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html li main ol p pre section summary title ul'.split(
    ' ',
  ),
)
const MOST_TABLES_NESTED = 8

/** The words of a page as a reader sees them: what runs or is styled is left out, and nothing is ever run. */
export function readHtml(source: string): HtmlPage {
  const reading: Reading = { blocks: [], line: '', title: '', level: 0, isTitle: false, tables: [], leftOut: null }
  for (const token of markupTokens(source, (name) => RAW.has(name))) take(token, reading)
  endLine(reading)
  while (reading.tables.length > 0) endTable(reading)
  return { title: reading.title, blocks: reading.blocks }
}

interface Reading {
  readonly blocks: Block[]
  line: string
  title: string
  /** Of the heading that is open; 0: none. */
  level: number
  isTitle: boolean
  readonly tables: string[][][]
  leftOut: { readonly name: string; depth: number } | null
}

function take(token: MarkupToken, reading: Reading): void {
  if (reading.leftOut) return skip(token, reading, reading.leftOut)
  if (token.kind === 'text') {
    reading.line += token.text
    return
  }
  if (token.kind === 'open' && LEFT_OUT.has(token.name) && !token.isEmpty) {
    reading.leftOut = { name: token.name, depth: 1 }
    return
  }
  if (isOfTable(token.name)) return takeTable(token, reading)
  if (!BREAKS.has(token.name)) return
  endLine(reading)
  reading.isTitle = token.name === 'title' && token.kind === 'open'
  reading.level = token.kind === 'open' && /^h[1-6]$/.test(token.name) ? Number(token.name.charAt(1)) : 0
}

function skip(token: MarkupToken, reading: Reading, leftOut: { readonly name: string; depth: number }): void {
  if (token.kind === 'text' || token.name !== leftOut.name) return
  leftOut.depth += token.kind === 'open' ? 1 : -1
  if (leftOut.depth === 0) reading.leftOut = null
}

function endLine(reading: Reading): void {
  const cell = reading.tables.at(-1)?.at(-1)
  if (cell && cell.length > 0) {
    // A paragraph in a cell: the cell goes on.
    reading.line += ' '
    return
  }
  const text = lineOf(reading.line)
  reading.line = ''
  if (text === '') return
  if (reading.isTitle) reading.title = text
  else if (reading.level > 0) reading.blocks.push({ kind: 'heading', level: reading.level, text })
  else reading.blocks.push({ kind: 'text', text })
}

const isOfTable = (name: string): boolean =>
  name === 'table' || name === 'tr' || name === 'td' || name === 'th' || name === 'caption'

function takeTable({ kind, name }: Exclude<MarkupToken, { kind: 'text' }>, reading: Reading): void {
  endCell(reading)
  const table = reading.tables.at(-1)
  if (name === 'table') {
    if (kind === 'close') return endTable(reading)
    if (reading.tables.length < MOST_TABLES_NESTED) reading.tables.push([])
    return
  }
  if (!table || kind === 'close') return
  if (name === 'tr') table.push([])
  else if (name !== 'caption') (table.at(-1) ?? startRow(table)).push('')
}

function startRow(table: string[][]): string[] {
  const row: string[] = []
  table.push(row)
  return row
}

function endCell(reading: Reading): void {
  const row = reading.tables.at(-1)?.at(-1)
  if (row && row.length > 0) {
    row[row.length - 1] = `${row.at(-1)}${lineOf(reading.line)}`
    reading.line = ''
  } else endLine(reading)
}

function endTable(reading: Reading): void {
  const rows = reading.tables.pop()
  if (rows) reading.blocks.push(...rowBlocks(rows))
}
