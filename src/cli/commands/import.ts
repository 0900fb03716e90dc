import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { importIntoMirror } from '../../backend/import/index.ts'
import { systemClock } from '../../kernel/clock.ts'
import {
  applyImport,
  type KnowledgeFormat,
  loadTableWords,
  previewImport,
  publish,
  readKnowledge,
} from '../../knowledge/index.ts'
import { type Database, openDatabase } from '../../storage/index.ts'
import { type Command, type CommandContext, requireOption } from '../command.ts'
import type { FoundShop } from '../studio/find-shop.store.ts'
import { findShop } from '../studio/find-shop.ts'
import { scopeOf } from '../studio/scope-of.ts'
import { UsageProblem } from '../usage-problem.ts'
import { withServer } from '../with-server.ts'

const BY = 'command line'

export const command: Command = {
  name: 'import',
  summary: 'knowledge (XLSX, CSV) into drafts, or goods (products, orders…: CSV, XLSX, JSON) into the mirror',
  positionals: 'FILE…',
  options: {
    shop: { type: 'string', text: 'id or name' },
    what: { type: 'string', text: 'knowledge (default) or goods' },
    scope: { type: 'string', text: 'knowledge: shop (default), group or organisation of that shop' },
    preview: { type: 'boolean', text: 'knowledge: say what would change and stop' },
    publish: { type: 'boolean', text: 'knowledge: publish what was imported' },
    backfill: { type: 'boolean', text: 'goods: what lies in the past is stored and not told as news' },
  },
  async run(context) {
    if (context.positionals.length === 0) throw new UsageProblem('name the files to read')
    const { what = 'knowledge' } = context.options
    if (what !== 'knowledge' && what !== 'goods') throw new UsageProblem('--what is knowledge or goods')
    return withServer(context, async (server) => {
      const onError = (error: Error) => context.say(error.message)
      const database = await openDatabase({ url: server.url, poolSize: 2, onError })
      try {
        const shop = await findShop(database, requireOption(context, 'shop'))
        const run = what === 'goods' ? importGoods : importKnowledge
        return await run({ context, database, shop })
      } finally {
        await database.close()
      }
    })
  },
}

interface Import {
  readonly context: CommandContext
  readonly database: Database
  readonly shop: FoundShop
}

async function importKnowledge({ context, database, shop }: Import): Promise<number> {
  const scope = scopeOf(shop, context.options.scope)
  const words = await loadTableWords(join(context.config.rootDir, 'packs'))
  for (const path of context.positionals) {
    const bytes = await readFile(path)
    const { imported, problems } = await readKnowledge({ bytes, format: formatOf(path), words, scopeId: scope.scopeId })
    for (const one of problems)
      context.print(`${path}: ${one.sheet} row ${one.row}, ${one.column ?? '-'}: ${one.message}`)
    if (problems.length > 0) return 1
    const at = systemClock.now()
    const done = await database.within([shop.orgId], async (tx) => {
      const preview = await previewImport(tx, scope, imported)
      if (context.options.preview === true) return { preview, release: null }
      await applyImport(tx, scope, { imported, workspace: preview.workspace, by: BY, at })
      const entryIds = preview.entries.filter((one) => one.state !== 'unchanged').map((one) => one.entryId)
      const wanted = context.options.publish === true && entryIds.length > 0
      return {
        preview,
        release: wanted ? await publish(tx, scope, { note: basename(path), by: BY, at, entryIds }) : null,
      }
    })
    for (const state of ['new', 'changed', 'unchanged'] as const)
      context.print(`${done.preview.entries.filter((one) => one.state === state).length} ${state}`)
    if (done.release) context.print(`published as release ${done.release.release}`)
  }
  return 0
}

function formatOf(path: string): KnowledgeFormat {
  if (/\.(txt|md)$/i.test(path)) return 'text'
  return /\.csv$/i.test(path) ? 'csv' : 'xlsx'
}

async function importGoods({ context, database, shop }: Import): Promise<number> {
  const files = await Promise.all(
    context.positionals.map(async (path) => ({ name: basename(path), bytes: await readFile(path) })),
  )
  const isBackfill = context.options.backfill === true
  const report = await importIntoMirror(database, { shop, files, at: systemClock.now(), isBackfill })
  for (const problem of report.problems) context.print(JSON.stringify(problem))
  for (const [kind, count] of Object.entries(report.read)) context.print(`${count} ${kind}`)
  context.print(`${report.changed} changed`)
  return report.problems.length > 0 ? 1 : 0
}
