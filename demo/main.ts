import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createDemoServer } from './http/server.ts'
import { openWorld } from './world.ts'

const options = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(7301),
  host: z.string().default('127.0.0.1'),
  'database-url': z
    .string({ error: 'Say where the demo shop keeps its data: --database-url or DEMO_DATABASE_URL.' })
    .min(1),
  now: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .optional(),
  seed: z.string().min(1).max(100).default('xiaoer'),
  /** The address under which others see the shop; links in products and orders begin with it. */
  'public-url': z.url().optional(),
})

async function main(): Promise<void> {
  const given = readOptions()
  let address = given['public-url']?.replace(/\/$/, '') ?? ''
  const world = await openWorld({
    databaseUrl: given['database-url'],
    seed: given.seed,
    now: given.now ?? null,
    publicUrl: () => address,
  })
  const app = createDemoServer(world, () => address)
  await app.listen({ port: given.port, host: given.host })
  const bound = app.server.address()
  const port = typeof bound === 'object' && bound ? bound.port : given.port
  address ||= `http://${given.host}:${port}`
  const heart = setInterval(() => {
    world.tick().then(() => world.pusher.kick(), reportFault)
  }, 1000)
  const stop = () => {
    clearInterval(heart)
    // "At once": what is not pushed yet waits in the database for the next start.
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`)
}

function readOptions(): z.infer<typeof options> {
  const flag = { type: 'string' } as const
  const { values } = parseArgs({
    options: { port: flag, host: flag, 'database-url': flag, now: flag, seed: flag, 'public-url': flag },
  })
  const parsed = options.safeParse({ 'database-url': process.env.DEMO_DATABASE_URL, ...values })
  if (parsed.success) return parsed.data
  throw new Error(parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('\n'))
}

function reportFault(error: unknown): void {
  process.stderr.write(`demo shop: ${error instanceof Error ? error.message : String(error)}\n`)
}

try {
  await main()
} catch (error) {
  reportFault(error)
  process.exit(1)
}
