import { resolve } from 'node:path'
import { systemClock } from '../../kernel/clock.ts'
import { writeBackup } from '../../storage/index.ts'
import { type Command, requireOption } from '../command.ts'
import { withServer } from '../with-server.ts'

export const command: Command = {
  name: 'backup',
  summary: 'write the whole database to a new folder, while it is used',
  options: { to: { type: 'string', text: 'the folder' } },
  async run(context) {
    const to = resolve(requireOption(context, 'to'))
    await withServer(context, async (server) => {
      const onTable = (table: { name: string; rows: number }) => context.say(`${table.name}: ${table.rows} rows`)
      const written = await writeBackup({ url: server.url, to, clock: systemClock, onTable })
      const rows = written.tables.reduce((sum, table) => sum + table.rows, 0)
      context.print(`${written.tables.length} tables, ${rows} rows in ${to}`)
    })
  },
}
