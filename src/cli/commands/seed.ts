import { join } from 'node:path'
import { z } from 'zod'
import type { Config } from '../../config.ts'
import { createEgress, newWebhookSecret } from '../../egress/index.ts'
import { createShiftableClock } from '../../kernel/clock.ts'
import { loadPacks } from '../../knowledge/index.ts'
import { type Database, type DatabaseServer, migrate, openDatabase } from '../../storage/index.ts'
import type { Command, CommandContext } from '../command.ts'
import { startDemoChild } from '../demo-child.ts'
import { openDemo } from '../seed/open-demo.ts'
import { findDemoShops } from '../seed/seed-demo-organisation.ts'
import { UsageProblem } from '../usage-problem.ts'
import { withServer } from '../with-server.ts'

const instant = z.iso.datetime({ offset: true })

export const command: Command = {
  name: 'seed',
  summary: 'make the demo (merchant, shops, goods, orders, sign-ins) without starting the server; once made it is kept',
  options: {
    now: { type: 'string', text: 'where the demo begins in time, ISO 8601: the same instant, the same demo' },
  },
  async run(context) {
    const { now } = context.options
    if (now !== undefined && !instant.safeParse(now).success) throw new UsageProblem('--now is an ISO 8601 instant')
    await withServer(context, async (server) => {
      await migrate({ url: server.url })
      const database = await openDatabase({
        url: server.url,
        poolSize: 2,
        onError: ({ message }) => context.say(message),
      })
      try {
        for (const line of await seed(context, server, database)) context.print(line)
      } finally {
        await database.close()
      }
    })
  },
}

async function seed(context: CommandContext, server: DatabaseServer, database: Database): Promise<readonly string[]> {
  // The server that runs on this folder has told its shops where the demo is: that must not be moved under its feet.
  const known = await findDemoShops(database)
  if (known.length > 0) return [`the demo is here already: ${known.map(({ name }) => name).join(', ')}`]
  const { config, options, say } = context
  const clock = createShiftableClock()
  const loopbackPorts = new Set<number>()
  const egress = createEgress({ clock, loopbackPorts })
  const packs = await loadPacks(join(config.rootDir, 'packs'))
  const demoShop = await startDemoChild({
    rootDir: config.rootDir,
    databaseUrl: await server.ensureDatabase('xiaoer_demo'),
    port: 0,
    environment: config.environment,
    onGone: (code) => say(`the demo shop ended by itself (code ${code})`),
    ...(typeof options.now === 'string' && { now: options.now }),
  })
  const ground = { config, database, clock, packs, egress, loopbackPorts, demoShop, address: addressOf(config) }
  try {
    const told = await openDemo({ ...ground, demoToken: newWebhookSecret(), onProgress: say, errands: { add: refuse } })
    return told.filter((line) => !line.startsWith('Demo shop:'))
  } finally {
    await demoShop.stop()
    egress.close()
  }
}

/** Where the next `xiaoer start` will be found. */
const addressOf = ({ values }: Config): string => `http://${values.HOST}:${values.PORT}`

const refuse = (): never => {
  throw new Error('a demo that is made now has nothing to do later')
}
