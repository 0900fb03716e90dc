import { join } from 'node:path'
import {
  diffPack,
  digestPack,
  type LintReport,
  lintPacks,
  loadPacks,
  type PackDiff,
  type Packs,
  type Teach,
} from '../../knowledge/index.ts'
import { createPackMatcher, createPackTermer } from '../../understanding/index.ts'
import { type Command, type CommandContext, requireOption } from '../command.ts'
import { UsageProblem } from '../usage-problem.ts'

/** `xiaoer pack lint|list|diff` */
export const command: Command = {
  name: 'pack',
  summary: 'industry packs: lint, list, diff (against a kept version)',
  positionals: 'lint|list|diff',
  options: {
    pack: { type: 'string', text: 'only this pack' },
    from: { type: 'string', text: 'diff: the version under packs/<pack>/versions/' },
    dir: { type: 'string', text: 'where the packs are; default packs/' },
    json: { type: 'boolean', text: 'one JSON document' },
    quick: { type: 'boolean', text: 'lint: leave recognition out' },
    folds: { type: 'string', text: 'lint: parts that are left out in turn; default 10' },
  },
  async run(context) {
    const dir = context.options.dir
    const packs = await loadPacks(typeof dir === 'string' ? dir : join(context.config.rootDir, 'packs'))
    const [word = 'lint'] = context.positionals
    if (word === 'lint') return lint(packs, context)
    if (word === 'list') return list(packs, context)
    if (word === 'diff') return diff(packs, context)
    throw new UsageProblem(`there is no pack ${word}: lint, list or diff`)
  },
}

function lint(packs: Packs, context: CommandContext): number {
  const { pack, json, quick, folds } = context.options
  const report = lintPacks(packs, {
    packId: typeof pack === 'string' ? pack : undefined,
    teach: quick === true ? undefined : teachWith(packs),
    folds: typeof folds === 'string' ? Number(folds) : 10,
  })
  if (json === true) context.print(JSON.stringify(report, null, 2))
  else for (const line of describe(report)) context.print(line)
  return report.problems.some((problem) => problem.severity === 'error') ? 1 : 0
}

function teachWith(packs: Packs): Teach {
  const termer = createPackTermer(packs)
  return (entries, outOfScope) => {
    const matcher = createPackMatcher({ entries, outOfScope, termer })
    return (text) => matcher.match(text, 1)[0]?.entryId ?? null
  }
}

function describe(report: LintReport): string[] {
  const lines = report.problems.map((one) => `${one.severity.padEnd(8)}${one.scenarioId}  ${one.code}: ${one.message}`)
  for (const one of report.recognition) {
    lines.push(`recognised ${String(one.recognised).padStart(3)} of ${one.phrasings}  ${one.scenarioId}`)
    lines.push(...one.missed.map(({ phrasing, as }) => `             ${phrasing} -> ${as ?? 'none'}`))
  }
  const errors = report.problems.filter((one) => one.severity === 'error').length
  lines.push(
    `${report.scenarios} scenarios, ${report.phrasings} phrasings, ${errors} errors, ${report.problems.length - errors} warnings`,
  )
  if (report.recognition.length > 0) lines.push(`recognised when left out: ${(report.recognised * 100).toFixed(1)} %`)
  return lines
}

function list(packs: Packs, context: CommandContext): number {
  for (const pack of packs.list) {
    const phrasings = pack.entries.reduce((sum, entry) => sum + entry.phrasings.length, 0)
    context.print(
      `${pack.id.padEnd(16)}${pack.version.padEnd(10)}${pack.entries.length} scenarios  ${phrasings} phrasings  ${pack.attributes.length} attributes`,
    )
  }
  return 0
}

function diff(packs: Packs, context: CommandContext): number {
  const id = requireOption(context, 'pack')
  const from = requireOption(context, 'from')
  const [newest, old] = [packs.find(id), packs.find(id, from)]
  if (!newest || old?.version !== from) throw new UsageProblem(`there is no pack ${id} at version ${from}`)
  const found = diffPack(newest, from, digestPack(old))
  if (context.options.json === true) context.print(JSON.stringify(found, null, 2))
  else for (const line of describeDiff(found)) context.print(line)
  return 0
}

function describeDiff(found: PackDiff): string[] {
  return [
    `${found.packId} ${found.from} -> ${found.to}`,
    ...found.added.map((id) => `+ ${id}`),
    ...found.removed.map((id) => `- ${id}`),
    ...found.changed.map(({ scenarioId, wording, answers }) => {
      const parts = Object.entries(answers).flatMap(([how, ids]) => ids.map((id) => `${how} answer ${id}`))
      return `~ ${scenarioId}  ${[...(wording ? ['wording'] : []), ...parts].join(', ')}`
    }),
  ]
}
