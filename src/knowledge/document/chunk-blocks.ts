import { setImmediate as breathe } from 'node:timers/promises'
import { refusedFile } from '../zip-directory.ts'
import type { Block, Blocks } from './block.ts'

/** A piece of a document that can be quoted. `from` and `to`: characters of the document's text, lines joined by one. */
export interface Chunk {
  /** Headings above it, outermost first: "Returns › Exceptions". */
  readonly place: string
  readonly text: string
  readonly from: number
  readonly to: number
}

const FULL = 360
const MAX_CHARACTERS = 1_000_000
const MAX_CHUNKS = 3000
const BLOCKS_IN_ONE_GO = 2000
const LONGEST_HEADING = 80

/** Paragraphs and rows under the same heading, gathered to pieces of some hundred characters; long ones cut between sentences. */
export async function chunkBlocks(blocks: Blocks): Promise<Chunk[]> {
  const state: State = { chunks: [], path: [], lines: [], from: 0, at: 0 }
  let count = 0
  for (const block of blocks) {
    count += 1
    if (count % BLOCKS_IN_ONE_GO === 0) await breathe()
    take(block, state)
    if (state.at > MAX_CHARACTERS || state.chunks.length > MAX_CHUNKS)
      throw refusedFile('holds more text than is read: at most a million characters in 3,000 pieces')
  }
  close(state)
  if (state.chunks.length === 0) throw refusedFile('holds no text that can be read')
  return state.chunks
}

interface State {
  readonly chunks: Chunk[]
  readonly path: { readonly level: number; readonly text: string }[]
  lines: string[]
  from: number
  at: number
}

function take(block: Block, state: State): void {
  if (block.kind === 'heading') {
    close(state)
    while ((state.path.at(-1)?.level ?? 0) >= block.level) state.path.pop()
    state.path.push({ level: block.level, text: block.text.slice(0, LONGEST_HEADING) })
    state.at += block.text.length + 1
    return
  }
  for (const line of linesOf(block)) {
    if (state.lines.length > 0 && state.at + line.length - state.from > FULL) close(state)
    if (state.lines.length === 0) state.from = state.at
    state.lines.push(line)
    state.at += line.length + 1
  }
}

function close(state: State): void {
  if (state.lines.length === 0) return
  const place = state.path.map(({ text }) => text).join(' › ')
  state.chunks.push({ place, text: state.lines.join('\n'), from: state.from, to: state.at - 1 })
  state.lines = []
}

const SENTENCE_END = /(?<=[\u3002\uff01\uff1f!?])|(?<=\.)(?=\s)/u

/** A paragraph as it is, or cut at the ends of sentences, at last anywhere. */
function linesOf({ text }: Block): string[] {
  if (text.length <= FULL) return [text]
  const lines: string[] = []
  let line = ''
  for (const sentence of text.split(SENTENCE_END)) {
    for (let at = 0; at < sentence.length; at += FULL) {
      const part = sentence.slice(at, at + FULL)
      if (line !== '' && line.length + part.length > FULL) {
        lines.push(line)
        line = ''
      }
      line += part
    }
  }
  return line === '' ? lines : [...lines, line]
}
