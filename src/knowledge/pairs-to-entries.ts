import { canonicalEntry } from './canonical-entry.ts'
import { type Entry, entry as entrySchema } from './entry.ts'
import { type Pair, pairProblem } from './pair.ts'
import type { TableProblem } from './table-columns.ts'
import { idFor, type ReadEntries } from './table-to-entries.ts'

/** Pairs of one question become one entry: its answers are told by turns, or by stage where the owner named stages. */
export function pairsToEntries(pairs: readonly Pair[], scopeId: string): ReadEntries {
  const problems: TableProblem[] = []
  const entries = [...grouped(pairs, ({ question }) => question)].flatMap(([question, own]) => {
    const answers = [...grouped(own, ({ stages }) => stages.join()).values()]
    const checked = entrySchema.safeParse(rawEntry(idFor(scopeId, `own ${question}`), own, answers))
    if (checked.success) return [{ entry: canonicalEntry(checked.data), row: own[0]?.row ?? 1 }]
    problems.push(
      ...checked.error.issues.map(({ path, message }) => place(path.map(String), own, { answers, message })),
    )
    return []
  })
  return { entries, problems }
}

function grouped(pairs: readonly Pair[], keyOf: (pair: Pair) => string): Map<string, Pair[]> {
  const groups = new Map<string, Pair[]>()
  for (const pair of pairs) groups.set(keyOf(pair), [...(groups.get(keyOf(pair)) ?? []), pair])
  return groups
}

function rawEntry(entryId: string, own: readonly Pair[], answers: readonly Pair[][]) {
  const question = own[0]?.question ?? ''
  return {
    entryId,
    topic: own.find(({ topic }) => topic !== '')?.topic ?? '',
    title: { zh: question },
    phrasings: [...new Set([question, ...own.flatMap(({ phrasings }) => phrasings)])],
    answers: answers.map((list, at) => ({
      id: `a${at + 1}`,
      texts: [...new Set(list.map(({ answer }) => answer))],
      ...((list[0]?.stages.length ?? 0) > 0 && { when: { stages: list[0]?.stages } }),
    })),
  } satisfies Partial<Record<keyof Entry, unknown>>
}

interface Placing {
  readonly answers: readonly Pair[][]
  readonly message: string
}

/** Of several rows of one question the one that holds what is wrong. */
function place([first, at, part, index]: readonly string[], own: readonly Pair[], { answers, message }: Placing) {
  if (first === 'answers') {
    const list = answers[Number(at)] ?? own
    const pair = (part === 'texts' ? list[Number(index)] : undefined) ?? list[0]
    return pairProblem(pair?.row ?? 1, part === 'when' ? 'stages' : 'answer', message)
  }
  return pairProblem(own[0]?.row ?? 1, first === 'phrasings' && at !== '0' ? 'phrasings' : fieldOf(first), message)
}

const fieldOf = (first: string | undefined): string => (first === 'topic' ? 'topic' : 'question')
