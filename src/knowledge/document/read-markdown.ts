import { type Block, lineOf, rowBlocks } from './block.ts'

const FENCE = /^ {0,3}(?:```|~~~)/
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*)$/
const ITEM = /^\s*(?:[-*+]|\d{1,3}[.)])[ \t]+/
const ROW = /^\s*\|.*\|\s*$/
const LONGEST_HEADING = 300
const RULE_ROW = /^[\s|:-]+$/

/** Markdown, or plain text, which is Markdown without marks. Markup in it is shown as it was typed. */
export function readMarkdown(source: string): Block[] {
  const blocks: Block[] = []
  let paragraph: string[] = []
  let rows: string[][] = []
  let isCode = false
  const end = (): void => {
    const text = lineOf(paragraph.join(' '))
    if (text !== '') blocks.push({ kind: 'text', text: plain(text) })
    for (const row of rowBlocks(rows)) blocks.push(row)
    paragraph = []
    rows = []
  }
  for (const line of source.split(/\r\n?|\n/)) {
    if (FENCE.test(line)) {
      isCode = !isCode
      end()
      continue
    }
    const heading = isCode ? null : HEADING.exec(line)
    if (heading) {
      end()
      const text = plain(lineOf((heading[2] ?? '').slice(0, LONGEST_HEADING).replace(/#+\s*$/, '')))
      if (text !== '') blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, text })
    } else if (!isCode && ROW.test(line)) {
      if (rows.length === 0) end()
      if (!RULE_ROW.test(line)) rows.push(line.trim().slice(1, -1).split('|').map(plain))
    } else {
      if (rows.length > 0 || line.trim() === '' || ITEM.test(line)) end()
      paragraph.push(line.replace(ITEM, '').replace(/^\s*>+\s?/, ''))
    }
  }
  end()
  return blocks
}

/** Without the marks of emphasis and links: [words](address) is its words. */
const plain = (text: string): string =>
  text
    .replace(/!?\[([^\][]{0,300})\]\([^()\s]{0,1000}\)/g, '$1')
    .replace(/(\*\*|__|`)/g, '')
    .trim()
