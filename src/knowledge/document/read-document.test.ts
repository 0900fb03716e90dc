import { deflateRawSync } from 'node:zlib'
import writeWorkbook from 'write-excel-file/node'
import { describe, expect, test } from 'vitest'
import { XiaoerError } from '../../kernel/errors.ts'
import { chunkBlocks } from './chunk-blocks.ts'
import { type DocumentFile, readDocument } from './read-document.ts'

interface Part {
  readonly name: string
  readonly text: string | Buffer
  /** What the directory says of its size; its true size when absent. */
  readonly declared?: number
}

/** A zip file, written by hand so that it can lie. */
function zip(parts: readonly Part[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, text, declared } of parts) {
    const packed = deflateRawSync(text)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(8, 8)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(declared ?? text.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    files.push(head, Buffer.from(name), packed)
    directory.push(entry, Buffer.from(name))
    at += 30 + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...files, ...directory, end])
}

const word = (body: string, styles = ''): Buffer =>
  zip([
    {
      name: 'word/document.xml',
      text: Buffer.from(`<?xml version="1.0"?><w:document><w:body>${body}</w:body></w:document>`),
    },
    { name: 'word/styles.xml', text: Buffer.from(styles) },
  ])
const paragraph = (text: string, style = ''): string =>
  `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`

async function linesOf(text: string | Buffer, more: Partial<DocumentFile> = {}): Promise<string[]> {
  const file = { bytes: Buffer.from(text), name: 'file', ...more }
  return (await readDocument(file)).blocks.map((block) =>
    block.kind === 'heading' ? `${'#'.repeat(block.level)} ${block.text}` : block.text,
  )
}

async function problemOf(file: Buffer, name = 'file'): Promise<string> {
  try {
    await chunkBlocks((await readDocument({ bytes: file, name })).blocks)
    return 'none'
  } catch (error) {
    if (!(error instanceof XiaoerError)) throw error
    return error.message
  }
}

describe('documents are read', () => {
  test('HTML: headings, paragraphs, rows of tables under the names of their columns; what runs is left out', async () => {
    const page = `<!DOCTYPE html><html><head><title>Size &amp; care</title><style>p{}</style><script>alert("<p>no")</script></head>
      <body><nav><a href="/">Home</a></nav><h1>Care</h1><p>Wash <b>cold</b>.<br>Dry flat&#33;</p>
      <ul><li>One</li><li>Two</li></ul><table><tr><th>Size</th><th>Chest</th></tr><tr><td>M</td><td><p>92</p></td></tr></table>
      <!-- <p>hidden</p> --><p onclick="x('>')">5 < 6 &lt;script&gt; &unknown;</p></body></html>`
    expect(await linesOf(page)).toEqual([
      '# Care',
      'Wash cold.',
      'Dry flat!',
      'One',
      'Two',
      'Size: M; Chest: 92',
      '5 < 6 <script> &unknown;',
    ])
    expect((await readDocument({ bytes: Buffer.from(page), name: 'x' })).title).toBe('Size & care')
  })

  test('Markdown: headings, lists, tables, links by their words; markup in it stays text', async () => {
    const text =
      '# 退货\n\n请在 [我的订单](https://x.example/a) 里**申请**。\n- 一\n- 二\n\n| 等级 | 礼物 |\n|---|---|\n| 金卡 | 蜡烛 |\n\n<script>alert(1)</script>'
    const expected = [
      '# 退货',
      '请在 我的订单 里申请。',
      '一',
      '二',
      '等级: 金卡; 礼物: 蜡烛',
      '<script>alert(1)</script>',
    ]
    expect(await linesOf(text, { name: 'a.md' })).toEqual(expected)
  })

  test('DOCX: headings by the names of styles, tables, no deleted text, no entities of its own', async () => {
    const styles = '<w:styles><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>'
    const deleted =
      '<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:instrText>FIELD</w:instrText></w:r></w:p>'
    const cells = (texts: string[]) => `<w:tr>${texts.map((text) => `<w:tc>${paragraph(text)}</w:tc>`).join('')}</w:tr>`
    const body = `${paragraph('保养', '1')}${paragraph('手洗 &amp; 阴干 &lol;')}${deleted}<w:tbl>${cells(['码', '胸围'])}${cells(['M', '92'])}</w:tbl>`
    expect(await linesOf(word(body, styles))).toEqual(['# 保养', '手洗 & 阴干 &lol;', '码: M; 胸围: 92'])
  })

  test('XLSX: each row under the names of its columns', async () => {
    const cell = (value: string) => ({ value, type: String })
    const rows = [['型号', '容量'].map(cell), ['A1', '1.7 升'].map(cell)]
    const file = await writeWorkbook(rows, { sheet: '规格' }).toBuffer()
    expect(await linesOf(file)).toEqual(['# 规格', '型号: A1; 容量: 1.7 升'])
  })

  test('texts in GB 18030 and a page that names its writing', async () => {
    expect(await linesOf(Buffer.from([0xc4, 0xe3, 0xba, 0xc3]))).toEqual(['你好'])
    const page = Buffer.concat([Buffer.from('<html><meta charset="gbk"><p>'), Buffer.from([0xc4, 0xe3, 0xba, 0xc3])])
    expect(await linesOf(page)).toEqual(['你好'])
  })
})

describe('pieces', () => {
  test('carry their headings and where they stand, and none is long', async () => {
    const long = `${'这是一句话。'.repeat(200)}`
    const { blocks } = await readDocument({
      bytes: Buffer.from(`# 甲\n## 乙\n短。\n\n${long}\n\n# 丙\n末。`),
      name: 'a.md',
    })
    const chunks = await chunkBlocks(blocks)
    expect([...new Set(chunks.map(({ place }) => place))]).toEqual(['甲 › 乙', '丙'])
    expect(Math.max(...chunks.map(({ text }) => text.length))).toBeLessThanOrEqual(361)
    expect(chunks.every(({ from, to, text }) => to - from === text.length)).toBe(true)
    expect(chunks.every(({ from }, at) => at === 0 || from > (chunks[at - 1]?.to ?? 0))).toBe(true)
    expect(chunks.map(({ text }) => text.replaceAll('\n', '')).join('')).toBe(`短。${long}末。`)
  })
})

describe('hostile files', () => {
  const bomb = Buffer.alloc(40 * 1024 * 1024, 0x20)
  test.each([
    ['nothing', Buffer.alloc(0), 'is empty'],
    ['too large', Buffer.alloc(9 * 1024 * 1024, 0x61), 'is too large'],
    ['a PDF, however it is called', Buffer.from('%PDF-1.7\n'), 'is PDF which is not supported'],
    ['an old Office file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'not supported'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'is no text'],
    ['bytes of no writing', Buffer.from([0xff, 0xff, 0xff, 0x20, 0xff]), 'is no text in UTF-8'],
    ['a zip that is cut', word(paragraph('x')).subarray(0, 60), 'is not a workbook or a text document'],
    ['a zip without a document', zip([{ name: 'a.exe', text: 'x' }]), 'not supported'],
    ['a bomb', zip([{ name: 'word/document.xml', text: bomb }]), 'unpacks to too much'],
    ['a bomb that lies', zip([{ name: 'word/document.xml', text: bomb, declared: 10 }]), 'unpacks to too much'],
    ['a workbook that lies', zip([{ name: 'xl/workbook.xml', text: bomb, declared: 10 }]), 'unpacks to too much'],
    ['a broken workbook', zip([{ name: 'xl/workbook.xml', text: '<broken' }]), 'is not a workbook'],
    ['markup without text', Buffer.from('<html><script>1</script></html>'), 'holds no text'],
  ])('%s is refused with the reason', async (_, file, reason) => {
    expect(await problemOf(file)).toContain(reason)
  })

  test.each([
    ['tags that never end', `<html>${'<a "'.repeat(200_000)}`],
    ['scripts that never end', `<html>${'<script>'.repeat(200_000)}text`],
    ['tables in tables', `<html>${'<table><tr><td>'.repeat(100_000)}deep`],
    ['marks of headings', `# a\n${'#'.repeat(500_000)} x${'#'.repeat(500_000)}y`],
    ['open brackets', `# a\n${'['.repeat(500_000)}`],
    ['bars', `|${' |'.repeat(300_000)}x`],
  ])('%s take no time: read or refused, in one pass', { timeout: 8000 }, async (_, text) => {
    expect(await problemOf(Buffer.from(text), 'a.md')).toMatch(/^none$|The file holds/)
  })
})
