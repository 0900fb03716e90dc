import { XiaoerError } from '../../kernel/errors.ts'
import { MAX_FILE_BYTES } from '../guard-zip.ts'
import { refusedFile, zipDirectory } from '../zip-directory.ts'
import type { Block } from './block.ts'
import { readDocx } from './read-docx.ts'
import { readHtml } from './read-html.ts'
import { readMarkdown } from './read-markdown.ts'
import { readWorkbook } from './read-workbook.ts'

export const DOCUMENT_KINDS = ['docx', 'xlsx', 'html', 'markdown', 'text'] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

export interface DocumentFile {
  readonly bytes: Buffer
  /** As its owner calls it; its end tells Markdown from plain text, nothing else. */
  readonly name: string
  /** As a web server called it. */
  readonly contentType?: string | undefined
}

export interface ReadDocument {
  readonly kind: DocumentKind
  /** What the document calls itself; empty: nothing. */
  readonly title: string
  readonly blocks: readonly Block[]
}

/** What a file is tells itself by its bytes, never by its name. 422 `unprocessable` for what cannot be read. */
export async function readDocument(file: DocumentFile): Promise<ReadDocument> {
  const { bytes } = file
  if (bytes.length === 0) throw refusedFile('is empty')
  if (bytes.length > MAX_FILE_BYTES) throw refusedFile('is too large')
  if (bytes.subarray(0, 1024).includes('%PDF-')) throw notSupported('PDF')
  if (bytes.subarray(0, 4).equals(OLD_OFFICE)) throw notSupported('an Office file of the old kind, or with a password,')
  if (bytes.subarray(0, 4).equals(ZIP)) return readOffice(bytes)
  return readText(file, decode(file))
}

const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04])
const OLD_OFFICE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])
const MAX_PARTS = 2000

const notSupported = (what: string): XiaoerError =>
  new XiaoerError({
    code: 'unprocessable',
    field: 'file',
    message: `The file is ${what} which is not supported. Read are DOCX, XLSX, HTML, Markdown and plain text.`,
  })

async function readOffice(bytes: Buffer): Promise<ReadDocument> {
  const names = new Set([...zipDirectory(bytes, MAX_PARTS)].map(({ name }) => name))
  if (names.has('word/document.xml')) return { kind: 'docx', title: '', blocks: await readDocx(bytes) }
  if (names.has('xl/workbook.xml')) return { kind: 'xlsx', title: '', blocks: await readWorkbook(bytes) }
  throw notSupported('a ZIP archive without a document')
}

function readText({ name, contentType = '' }: DocumentFile, source: string): ReadDocument {
  if (
    /^\s*(?:<!doctype html|<html[\s>]|<head[\s>]|<body[\s>])/iu.test(source.slice(0, 2000)) ||
    /\bx?html\b/iu.test(contentType)
  )
    return { kind: 'html', ...readHtml(source) }
  if (/\.x?html?$/iu.test(name)) return { kind: 'html', ...readHtml(source) }
  const kind = /\.(?:md|markdown)$/iu.test(name) || contentType.includes('markdown') ? 'markdown' : 'text'
  const blocks = readMarkdown(source)
  const first = blocks[0]
  return { kind, title: first?.kind === 'heading' ? first.text : '', blocks }
}

function decode({ bytes, contentType = '' }: DocumentFile): string {
  if (bytes.includes(0)) throw refusedFile('is no text and no document that can be read')
  const told = /charset=["']?([\w-]{2,20})/iu.exec(`${contentType} ${bytes.toString('latin1', 0, 2048)}`)?.[1]
  for (const charset of ['utf-8', told ?? 'gb18030', 'gb18030']) {
    const text = tryDecode(bytes, charset)
    if (text !== null) return text
  }
  throw refusedFile('is no text in UTF-8 or GB 18030')
}

/** Null: the bytes are none of it, or nobody knows such a writing. */
function tryDecode(bytes: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return null
    throw error
  }
}
