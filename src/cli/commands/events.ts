import { systemClock } from '../../kernel/clock.ts'
import { type Database, listParkedEvents, openDatabase, replayParkedEvents } from '../../storage/index.ts'
import { type Command, type CommandContext, requireOption } from '../command.ts'
import { UsageProblem } from '../usage-problem.ts'
import { withServer } from '../with-server.ts'

/** `xiaoer events list|replay`: what no handler could digest. */
export const command: Command = {
  name: 'events',
  summary: 'events that a handler gave up: list them, or give them their tries back',
  positionals: 'list|replay',
  options: {
    org: { type: 'string', text: 'the organisation' },
    handler: { type: 'string', text: 'replay: of this handler' },
    position: { type: 'string', text: 'replay: only this one' },
  },
  run: (context) =>
    withServer(context, async (server) => {
      const database = await openDatabase({
        url: server.url,
        poolSize: 2,
        onError: (error) => context.say(error.message),
      })
      try {
        await runWord(context, database)
      } finally {
        await database.close()
      }
    }),
}

async function runWord(context: CommandContext, database: Database): Promise<void> {
  const [word = 'list'] = context.positionals
  const orgId = requireOption(context, 'org')
  if (word === 'list') {
    for (const parked of await listParkedEvents(database, orgId)) context.print(JSON.stringify(parked))
  } else if (word === 'replay') {
    const { position } = context.options
    const only = position === undefined ? {} : { position: Number(position) }
    const order = { orgId, handler: requireOption(context, 'handler'), at: systemClock.now(), ...only }
    context.print(`${await replayParkedEvents(database, order)} events are tried again`)
  } else {
    throw new UsageProblem(`there is no events ${word}: list or replay`)
  }
}
