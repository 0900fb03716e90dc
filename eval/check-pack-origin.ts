import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { normalise } from '../src/language/index.ts'

// npx tsx eval/check-pack-origin.ts [folder of collected talk]
// The packs are written from knowledge of the trade: no line of more than 10 characters of collected talk may stand in them.

const LONGEST_ALLOWED = 10
const GRAM = LONGEST_ALLOWED + 1

interface Line {
  readonly file: string
  readonly text: string
  readonly plain: string
}

export interface Copied {
  readonly pack: Line
  readonly collected: Line
}

/** Collected lines that stand in a pack line, and pack lines that stand in a collected one. */
export function findCopied(packLines: readonly Line[], collected: Iterable<Line>): Copied[] {
  const byGram = new Map<string, Line[]>()
  for (const line of packLines) {
    for (const gram of gramsOf(line.plain)) byGram.set(gram, [...(byGram.get(gram) ?? []), line])
  }
  const found: Copied[] = []
  for (const line of collected) {
    const candidates = new Set(gramsOf(line.plain).flatMap((gram) => byGram.get(gram) ?? []))
    for (const pack of candidates)
      if (pack.plain.includes(line.plain) || line.plain.includes(pack.plain)) found.push({ pack, collected: line })
  }
  return found
}

const gramsOf = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - GRAM + 1) }, (_, at) => text.slice(at, at + GRAM))

/** Every Chinese string in the files under `dir`, cut into lines; those too short to matter are left out. */
export function* linesUnder(dir: string): Generator<Line> {
  for (const path of filesUnder(dir)) {
    for (const text of stringsIn(path)) yield* linesOf(text, relative(dir, path))
  }
}

function linesOf(text: string, file: string): Line[] {
  const parts = new Set([text, ...text.split(/[\n\u3002\uff01\uff1f!?]/)])
  return [...parts]
    .map((part) => ({ file, text: part, plain: normalise(part).text.replaceAll(' ', '') }))
    .filter(({ plain }) => plain.length > LONGEST_ALLOWED && /\p{Script=Han}/u.test(plain))
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    if (statSync(path).isDirectory()) return filesUnder(path)
    return /\.(jsonl|json|tsv|csv|txt)$/.test(name) ? [path] : []
  })
}

function* stringsIn(path: string): Generator<string> {
  const content = readFileSync(path, 'utf8')
  if (path.endsWith('.json')) return yield* stringsOf(JSON.parse(content))
  for (const row of content.split('\n')) {
    if (path.endsWith('.jsonl') && row.trim() !== '') yield* stringsOf(JSON.parse(row))
    else if (!path.endsWith('.jsonl')) yield* row.split('\t')
  }
}

function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (Array.isArray(value)) for (const item of value) yield* stringsOf(item)
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) yield* stringsOf(item)
}

function main(dataDir: string): number {
  const packLines = [...linesUnder(resolve(import.meta.dirname, '../packs'))]
  let read = 0
  function* counted(): Generator<Line> {
    for (const line of linesUnder(dataDir)) {
      read += 1
      yield line
    }
  }
  const copied = findCopied(packLines, counted())
  for (const { pack, collected } of copied)
    process.stdout.write(`${pack.file}: ${pack.text}\n    stands in ${collected.file}: ${collected.text}\n`)
  process.stdout.write(`${packLines.length} pack lines, ${read} collected lines, ${copied.length} copied\n`)
  return copied.length > 0 || read === 0 ? 1 : 0
}

if (process.argv[1] === import.meta.filename)
  process.exitCode = main(resolve(process.argv[2] ?? join(import.meta.dirname, '../../shared/data')))
