import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listWorkspace, loadTableWords, type TableFormat, writeTable } from '../../knowledge/index.ts'
import { openDatabase } from '../../storage/index.ts'
import { type Command, type CommandContext, requireOption } from '../command.ts'
import { findShop } from '../studio/find-shop.ts'
import { scopeOf } from '../studio/scope-of.ts'
import { UsageProblem } from '../usage-problem.ts'
import { withServer } from '../with-server.ts'

const MOST = 10_000

export const command: Command = {
  name: 'export',
  summary: 'own knowledge of a shop, its group or its organisation as XLSX or CSV',
  positionals: 'FILE.xlsx|FILE.csv',
  options: {
    shop: { type: 'string', text: 'id or name' },
    scope: { type: 'string', text: 'shop (default), group or organisation of that shop' },
    language: { type: 'string', text: 'headers: zh (default) or en' },
  },
  async run(context) {
    const [path] = context.positionals
    if (!path) throw new UsageProblem('name the file to write')
    const count = await exportTo(path, context)
    context.print(`${count} entries written to ${path}`)
  },
}

async function exportTo(path: string, context: CommandContext): Promise<number> {
  const { config, options } = context
  const words = await loadTableWords(join(config.rootDir, 'packs'))
  return withServer(context, async (server) => {
    const database = await openDatabase({
      url: server.url,
      poolSize: 2,
      onError: (error) => context.say(error.message),
    })
    try {
      const shop = await findShop(database, requireOption(context, 'shop'))
      const scope = scopeOf(shop, options.scope)
      const rows = await database.within([shop.orgId], (tx) => listWorkspace(tx, scope, { limit: MOST }))
      const entries = rows.filter((row) => row.state !== 'removed').map((row) => row.entry)
      const language = options.language === 'en' ? 'en' : 'zh'
      await writeFile(path, await writeTable(entries, { format: formatOf(path), words, language }))
      return entries.length
    } finally {
      await database.close()
    }
  })
}

function formatOf(path: string): TableFormat {
  if (/\.xlsx$/i.test(path)) return 'xlsx'
  if (/\.csv$/i.test(path)) return 'csv'
  throw new UsageProblem('the file ends in .xlsx or .csv')
}
