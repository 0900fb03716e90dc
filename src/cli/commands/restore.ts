import { resolve } from 'node:path'
import { restoreBackup } from '../../storage/index.ts'
import { type Command, requireOption } from '../command.ts'
import { withServer } from '../with-server.ts'

export const command: Command = {
  name: 'restore',
  summary: 'fill an empty database from a backup, and compare every count and hash',
  options: { from: { type: 'string', text: 'the folder that backup wrote' } },
  async run(context) {
    const from = resolve(requireOption(context, 'from'))
    await withServer(context, async (server) => {
      const onTable = (table: { name: string; rows: number }) => context.say(`${table.name}: ${table.rows} rows`)
      const restored = await restoreBackup({ url: server.url, from, onTable })
      const rows = restored.tables.reduce((sum, table) => sum + table.rows, 0)
      context.print(
        `restored ${restored.tables.length} tables, ${rows} rows, written at ${restored.writtenAt}; counts and hashes are equal`,
      )
    })
  },
}
