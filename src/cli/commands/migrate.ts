import { migrate, type MigrationStep } from '../../storage/index.ts'
import { withServer } from '../with-server.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  name: 'migrate',
  summary: 'bring the database to the version of the code',
  options: {},
  async run(context) {
    await withServer(context, async (server) => {
      await migrate({ url: server.url, onStep: (step) => context.print(lineOf(step)) })
    })
  },
}

export function lineOf(step: MigrationStep): string {
  switch (step.kind) {
    case 'waiting':
      return 'waiting for another migration of this database'
    case 'applying':
      return `migrating: ${step.name}`
    case 'done':
      return step.applied === 0 ? `database at version ${step.version}` : `database brought to version ${step.version}`
  }
}
