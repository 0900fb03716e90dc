import { readConfig } from '../config.ts'
import { type Command, helpOf, parseCommandLine } from './command.ts'
import { explainFailure } from './explain-failure.ts'
import { UsageProblem } from './usage-problem.ts'

// Loaded when called: a question on the command line must not wait for the parts of the others.
const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  start: () => import('./commands/start.ts'),
  migrate: () => import('./commands/migrate.ts'),
  seed: () => import('./commands/seed.ts'),
  doctor: () => import('./commands/doctor.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
  bench: () => import('./commands/bench.ts'),
  events: () => import('./commands/events.ts'),
  pack: () => import('./commands/pack.ts'),
  ask: () => import('./commands/ask.ts'),
  quote: () => import('./commands/quote.ts'),
  nlu: () => import('./commands/nlu.ts'),
  replay: () => import('./commands/replay.ts'),
  chat: () => import('./commands/chat.ts'),
  import: () => import('./commands/import.ts'),
  export: () => import('./commands/export.ts'),
  openapi: () => import('./commands/openapi.ts'),
}

const FORCED_EXIT = 130

/** Runs one word of `xiaoer` and gives the exit code: 0 done, 1 failed, 2 wrongly called. */
export async function main(words: readonly string[]): Promise<number> {
  try {
    return await runWord(words)
  } catch (error) {
    const line = explainFailure(error)
    console.error(line === null ? error : `xiaoer: ${line}`)
    return error instanceof UsageProblem ? 2 : 1
  }
}

async function runWord(words: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = words
  if (['help', '--help', '-h'].includes(name)) return help()
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load) throw new UsageProblem(`there is no command ${name}`)
  const { command } = await load()
  if (rest.includes('--help')) {
    console.log(helpOf(command))
    return 0
  }
  const parsed = parseCommandLine(command, rest)
  const config = readConfig()
  const code = await command.run({
    ...parsed,
    config,
    print: (line) => console.log(line),
    say: (line) => console.error(line),
    stopping: stopSignal(),
  })
  return code ?? 0
}

async function help(): Promise<number> {
  console.log('xiaoer COMMAND [options]   (xiaoer COMMAND --help)\n')
  for (const load of Object.values(COMMANDS)) {
    const { command } = await load()
    console.log(`  ${command.name.padEnd(12)}${command.summary}`)
  }
  return 0
}

function stopSignal(): AbortSignal {
  const controller = new AbortController()
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(FORCED_EXIT)
    controller.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  // Whoever read our lines left (`| head`): stop, and tidy up like after a signal.
  process.stdout.on('error', () => controller.abort())
  return controller.signal
}
