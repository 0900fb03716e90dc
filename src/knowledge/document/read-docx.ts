import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { DEFLATED, refusedFile, zipDirectory, type ZipPart } from '../zip-directory.ts'
import { type Block, lineOf, rowBlocks } from './block.ts'
import { attributeOf, type MarkupToken, markupTokens } from './markup-tokens.ts'

const inflate = promisify(inflateRaw)
const MAX_PARTS = 2000
const MAX_PART_BYTES = 16 * 1024 * 1024

/** Paragraphs, headings by their styles, and tables of a Word document. Deleted text, fields and comments are left out. */
export async function readDocx(bytes: Buffer): Promise<Block[]> {
  const parts = new Map<string, ZipPart>()
  for (const part of zipDirectory(bytes, MAX_PARTS)) parts.set(part.name, part)
  const body = parts.get('word/document.xml')
  if (!body) throw refusedFile('is not a Word document')
  const styles = parts.get('word/styles.xml')
  const levels = styles ? levelsOf(await unpack(styles)) : new Map<string, number>()
  return blocksOf(await unpack(body), levels)
}

async function unpack({ method, packed, declaredBytes }: ZipPart): Promise<string> {
  if (declaredBytes > MAX_PART_BYTES) throw refusedFile('unpacks to too much')
  if (method !== DEFLATED) return packed.toString('utf8', 0, MAX_PART_BYTES)
  try {
    // The declared size can lie: this limit is kept while it unpacks.
    return (await inflate(packed, { maxOutputLength: MAX_PART_BYTES })).toString('utf8')
  } catch (error) {
    throw refusedFile('is damaged or unpacks to too much', error)
  }
}

/** Style id → level of heading. Ids are translated ("1", "Überschrift1"), the names of built-in styles are not. */
function levelsOf(source: string): Map<string, number> {
  const levels = new Map<string, number>()
  let style = ''
  for (const token of markupTokens(source)) {
    if (token.kind !== 'open') continue
    if (token.name === 'w:style') style = attributeOf(token.attributes, 'w:styleId') ?? ''
    const value = attributeOf(token.attributes, 'w:val') ?? ''
    const level = token.name === 'w:name' ? /^heading ([1-6])$/i.exec(value)?.[1] : undefined
    if (style !== '' && level) levels.set(style, Number(level))
    if (style !== '' && token.name === 'w:name' && /^title$/i.test(value)) levels.set(style, 1)
  }
  return levels
}

interface Reading {
  readonly blocks: Block[]
  readonly levels: ReadonlyMap<string, number>
  line: string
  isText: boolean
  level: number
  /** Tables that are open; of nested ones the rows go to the outermost. */
  depth: number
  rows: string[][]
}

function blocksOf(source: string, levels: ReadonlyMap<string, number>): Block[] {
  const reading: Reading = { blocks: [], levels, line: '', isText: false, level: 0, depth: 0, rows: [] }
  for (const token of markupTokens(source)) {
    if (token.kind === 'text') reading.line += reading.isText ? token.text : ''
    else if (token.kind === 'open') open(token, reading)
    else close(token.name, reading)
  }
  return reading.blocks
}

function open({ name, attributes, isEmpty }: Extract<MarkupToken, { kind: 'open' }>, reading: Reading): void {
  if (name === 'w:t') reading.isText = !isEmpty
  else if (name === 'w:tab' || name === 'w:br' || name === 'w:cr') reading.line += ' '
  else if (name === 'w:pstyle') reading.level = reading.levels.get(attributeOf(attributes, 'w:val') ?? '') ?? 0
  else if (name === 'w:tbl' && !isEmpty) reading.depth += 1
  else if (name === 'w:tr' && reading.depth === 1) reading.rows.push([])
  else if (name === 'w:tc' && reading.depth === 1) reading.rows.at(-1)?.push('')
}

function close(name: string, reading: Reading): void {
  if (name === 'w:t') reading.isText = false
  else if (name === 'w:p') endParagraph(reading)
  else if (name === 'w:tbl' && reading.depth > 0) {
    reading.depth -= 1
    if (reading.depth > 0) return
    reading.blocks.push(...rowBlocks(reading.rows))
    reading.rows = []
  }
}

function endParagraph(reading: Reading): void {
  const text = lineOf(reading.line)
  const { level } = reading
  reading.line = ''
  reading.level = 0
  if (text === '') return
  const row = reading.rows.at(-1)
  if (reading.depth > 0 && row && row.length > 0) row[row.length - 1] = `${row.at(-1)} ${text}`
  else reading.blocks.push(level > 0 ? { kind: 'heading', level, text } : { kind: 'text', text })
}
