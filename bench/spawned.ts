import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

export interface Spawned {
  readonly pid: number
  readonly port: number
  /** Asks it to end, and waits. */
  stop(): Promise<void>
}

export interface SpawnOptions {
  /** A script of this folder. */
  readonly script: string
  readonly words: readonly string[]
  readonly nodeWords?: readonly string[]
}

const hello = z.object({ port: z.number() })

/** A server of ours in a process of its own; resolves when it has said its port. */
export async function spawnServer(options: SpawnOptions): Promise<Spawned> {
  const child = run(options)
  const line = await firstLine(child)
  const { port } = hello.parse(JSON.parse(line))
  return { pid: child.pid ?? 0, port, stop: () => stopChild(child) }
}

/** Runs a script to its end and gives its last line of output as JSON. */
export async function runScript(options: SpawnOptions): Promise<unknown> {
  const child = run(options)
  let last = ''
  if (child.stdout) for await (const line of createInterface({ input: child.stdout })) last = line
  if (child.exitCode === null) await once(child, 'exit')
  if (child.exitCode !== 0) throw new Error(`${options.script} ended with ${child.exitCode}`)
  return JSON.parse(last)
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

export async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output')
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) {
    child.stdout.resume()
    return line
  }
  throw new Error('it ended before it was ready')
}

function run({ script, words, nodeWords = [] }: SpawnOptions): ChildProcess {
  const file = join(import.meta.dirname, script)
  const child = spawn(process.execPath, [...nodeWords, '--import', 'tsx', file, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Nothing of ours outlives us, whatever we die of short of SIGKILL.
  const end = () => child.kill('SIGKILL')
  process.on('exit', end)
  child.on('exit', () => process.off('exit', end))
  return child
}
