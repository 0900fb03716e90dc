import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { UsageProblem } from './usage-problem.ts'

export interface CommandOption {
  readonly type: 'string' | 'boolean'
  readonly text: string
  readonly short?: string
  readonly default?: string | boolean
}

export interface CommandContext {
  /** Values by option name; absent options are absent. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  readonly positionals: readonly string[]
  readonly config: Config
  /** One line to stdout: what the command was asked for. */
  print(line: string): void
  /** One line to stderr: progress and warnings. */
  say(line: string): void
  /** Aborted by the first Ctrl-C or SIGTERM. A command that waits must end then. */
  readonly stopping: AbortSignal
}

/** One word of `xiaoer`. `run` gives the exit code (nothing = 0); known problems are thrown, main.ts prints them in one line. */
export interface Command {
  readonly name: string
  readonly summary: string
  readonly options: Readonly<Record<string, CommandOption>>
  /** What stands after the options, for the help: `FILE…`. Without it positionals are refused. */
  readonly positionals?: string
  run(context: CommandContext): Promise<number | void>
}

export interface ParsedArguments {
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  readonly positionals: readonly string[]
}

export function parseCommandLine(command: Command, words: readonly string[]): ParsedArguments {
  try {
    const parsed = parseArgs({
      args: [...words],
      options: Object.fromEntries(Object.entries(command.options).map(([name, option]) => [name, plain(option)])),
      allowPositionals: command.positionals !== undefined,
      strict: true,
    })
    const options: Record<string, string | boolean | undefined> = {}
    for (const [name, value] of Object.entries(parsed.values)) if (!Array.isArray(value)) options[name] = value
    return { options, positionals: parsed.positionals }
  } catch (error) {
    throw new UsageProblem(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function plain(option: CommandOption) {
  const short = option.short === undefined ? {} : { short: option.short }
  return { type: option.type, ...short, ...(option.default === undefined ? {} : { default: option.default }) }
}

/** The text of an option that must be there. */
export function requireOption(context: CommandContext, name: string): string {
  const value = context.options[name]
  if (typeof value !== 'string' || value === '') throw new UsageProblem(`--${name} is missing`)
  return value
}

export function helpOf(command: Command): string {
  const lines = Object.entries(command.options).map(([name, option]) => {
    const flag = `--${name}${option.type === 'string' ? ' …' : ''}`
    return `  ${flag.padEnd(22)}${option.text}`
  })
  return [`xiaoer ${command.name} ${command.positionals ?? ''}`.trim(), `  ${command.summary}`, ...lines].join('\n')
}
