import type { OwnWords } from './own-columns.ts'
import { type Pair, pairProblem } from './pair.ts'
import type { ReadPairs } from './read-own-table.ts'
import type { TableProblem } from './table-columns.ts'

/**
 * Running text → pairs. Where questions are marked ("Q: …", several in a row are phrasings of one) the marks part it;
 * else blank lines do: the first line of a block asks, the others answer, and a title that stands alone asks for the block below.
 */
export function readPasted(text: string, words: OwnWords): ReadPairs {
  const lines = text.split(/\r?\n/).map((line, at) => ({ row: at + 1, text: line.trim() }))
  const marks = { question: markedBy(words.questionMarks), answer: markedBy(words.answerMarks) }
  const isMarked = lines.some((line) => marks.question.test(line.text))
  const drafts = isMarked ? byMarks(lines, marks, words) : byBlocks(lines, words)
  const problems: TableProblem[] = []
  const pairs = drafts.flatMap(({ row, questions, answer }): Pair[] => {
    const [question, ...phrasings] = questions.map((one) => unlisted(one, words)).filter((one) => one !== '')
    const said = answer.join('\n').trim()
    if (question && said !== '') return [{ row, question, phrasings, answer: said, topic: '', stages: [] }]
    problems.push(
      pairProblem(row, null, question ? 'This question has no answer.' : 'This line belongs to no question.'),
    )
    return []
  })
  return { pairs, problems }
}

interface Line {
  readonly row: number
  readonly text: string
}

interface Draft {
  readonly row: number
  readonly questions: readonly string[]
  readonly answer: readonly string[]
}

// The second is the colon of Chinese writing.
const COLON = '[:\\uff1a]'
const markedBy = (marks: readonly string[]): RegExp => new RegExp(`^(?:${marks.join('|')})\\s*\\d*\\s*${COLON}`, 'i')

interface Marks {
  readonly question: RegExp
  readonly answer: RegExp
}

function byMarks(lines: readonly Line[], marks: Marks, words: OwnWords): Draft[] {
  const drafts: { row: number; questions: string[]; answer: string[]; isAnswered: boolean }[] = []
  for (const { row, text } of lines) {
    const last = drafts.at(-1)
    // Marks may be left out further down: what asks below an empty line is the next question.
    const isNext = lines[row - 2]?.text === '' && asks([{ row, text }], words)
    if (marks.question.test(text)) {
      const asked = splitAnswer(text.replace(marks.question, '').trim(), marks.answer)
      if (last && !last.isAnswered && last.questions.length > 0) last.questions.push(asked.question)
      else drafts.push({ row, questions: [asked.question], answer: [], isAnswered: false })
      const now = drafts.at(-1)
      if (now && asked.answer !== null) now.answer.push(asked.answer)
      if (now) now.isAnswered = asked.answer !== null
    } else if (last && isNext) {
      drafts.push({ row, questions: [text], answer: [], isAnswered: false })
    } else if (last) {
      last.isAnswered ||= text !== ''
      last.answer.push(marks.answer.test(text) ? text.replace(marks.answer, '').trim() : text)
    } else if (text !== '') drafts.push({ row, questions: [], answer: [text], isAnswered: true })
  }
  return drafts
}

/** Both may stand on one line: "Q: how long? A: two days". */
function splitAnswer(text: string, mark: RegExp): { readonly question: string; readonly answer: string | null } {
  for (const { index, 0: gap } of text.matchAll(/\s+|[?\uff1f]\s*/g)) {
    const rest = text.slice(index + gap.length)
    if (mark.test(rest))
      return { question: text.slice(0, index + gap.length).trim(), answer: rest.replace(mark, '').trim() }
  }
  return { question: text, answer: null }
}

function byBlocks(lines: readonly Line[], words: OwnWords): Draft[] {
  const blocks = blocksOf(lines)
  const drafts: Draft[] = []
  for (let at = 0; at < blocks.length; at += 1) {
    const [first, ...rest] = blocks[at] ?? []
    if (!first) continue
    const below = blocks[at + 1]
    const inline = rest.length === 0 ? splitAfterMark(first.text, words) : null
    if (rest.length > 0) drafts.push({ row: first.row, questions: [first.text], answer: rest.map(({ text }) => text) })
    else if (inline) drafts.push({ row: first.row, ...inline })
    else if (below && !asks(below, words)) {
      drafts.push({ row: first.row, questions: [first.text], answer: below.map(({ text }) => text) })
      at += 1
    } else drafts.push({ row: first.row, questions: [first.text], answer: [] })
  }
  return drafts
}

function blocksOf(lines: readonly Line[]): Line[][] {
  const blocks: Line[][] = [[]]
  for (const line of lines) {
    if (line.text === '') blocks.push([])
    else blocks.at(-1)?.push(line)
  }
  return blocks.filter((block) => block.length > 0)
}

const asks = ([first]: readonly Line[], { questionEnds }: OwnWords): boolean =>
  questionEnds.includes(first?.text.at(-1) ?? ' ')

/** One line that asks and goes on: what follows the first question mark answers. */
function splitAfterMark(text: string, { questionEnds }: OwnWords): Pick<Draft, 'questions' | 'answer'> | null {
  const end = [...text].findIndex((character) => questionEnds.includes(character)) + 1
  const answer = [...text].slice(end).join('').trim()
  if (end === 0 || answer === '') return null
  return { questions: [[...text].slice(0, end).join('')], answer: [answer] }
}

/** Without "1." or "2)" in front; "7 days" stays. */
function unlisted(text: string, { listMarks }: OwnWords): string {
  const digits = /^[#*\s]*\d{0,3}/.exec(text)?.[0] ?? ''
  const isListed = /\d$/.test(digits) && listMarks.includes(text[digits.length] ?? ' ')
  return (isListed ? text.slice(digits.length + 1) : text.replace(/^[#*\s]+/, '')).trim()
}
