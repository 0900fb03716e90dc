import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findCopied, linesUnder } from '../check-pack-origin.ts'
import { findGapFaults } from './find-gap-faults.ts'
import { type GapDialogue, KINDS, readGapDialogues, readGapGoods } from './gap-dialogue.ts'

// npx tsx eval/gaps/check-gaps.ts [folder of collected talk]
// Checks the frozen long-gap dialogues: hashes, form, counts, likeness, and that no line of collected talk stands in them.

const GAPS: readonly (readonly [string, number])[] = [
  ['under 2 h', 7200],
  ['2 to 5 h', 5 * 3600],
  ['5 h to 1 day', 86_400],
  ['1 to 3 days', 3 * 86_400],
  ['3 to 14 days', 14 * 86_400],
  ['14 days', Number.POSITIVE_INFINITY],
]

/** Files that are no longer as they were when frozen. FROZEN holds `sha256  file` lines as sha256sum writes them. */
export function findThawed(dir: string): string[] {
  const lines = readFileSync(join(dir, 'FROZEN'), 'utf8').split('\n')
  const frozen = lines.flatMap((line) => {
    const [, hash, file] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? []
    return hash && file ? [{ hash, file }] : []
  })
  const thawed = frozen.filter(({ hash, file }) => hash !== hashOf(join(dir, file))).map(({ file }) => file)
  const unnamed = ['first.jsonl', 'second.jsonl', 'goods.json'].filter(
    (one) => !frozen.some(({ file }) => file === one),
  )
  return [...thawed, ...unnamed]
}

const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

function main(dataDir: string): number {
  const dialogues = [...readGapDialogues('first'), ...readGapDialogues('second')]
  const faults = findGapFaults(dialogues, readGapGoods())
  faults.push(...findThawed(import.meta.dirname).map((file) => `${file}: not as frozen`))
  if (existsSync(dataDir)) faults.push(...copiedFrom(dataDir))
  else process.stdout.write(`no collected talk in ${dataDir}: origin not checked\n`)
  for (const kind of KINDS) process.stdout.write(`${kind}\t${dialogues.filter((one) => one.kind === kind).length}\n`)
  for (const [name, count] of countByGap(dialogues)) process.stdout.write(`${name}\t${count}\n`)
  for (const fault of faults) process.stdout.write(`${fault}\n`)
  process.stdout.write(`${dialogues.length} dialogues, ${faults.length} faults\n`)
  return faults.length > 0 ? 1 : 0
}

const copiedFrom = (dataDir: string): string[] =>
  findCopied([...linesUnder(import.meta.dirname)], linesUnder(dataDir)).map(
    ({ pack, collected }) => `${pack.file}: ${pack.text} stands in ${collected.file}: ${collected.text}`,
  )

const countByGap = (dialogues: readonly GapDialogue[]): (readonly [string, number])[] =>
  GAPS.map(([name, below], at) => {
    const from = GAPS[at - 1]?.[1] ?? 0
    return [name, dialogues.filter(({ gap }) => gap >= from && gap < below).length]
  })

if (process.argv[1] === import.meta.filename)
  process.exitCode = main(resolve(process.argv[2] ?? join(import.meta.dirname, '../../../shared/data')))
