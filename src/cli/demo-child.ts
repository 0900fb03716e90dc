import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { DemoProblem } from './demo-problem.ts'

export interface DemoChild {
  readonly address: string
  stop(): Promise<void>
}

export interface DemoChildOptions {
  readonly rootDir: string
  readonly databaseUrl: string
  readonly port: number
  /** Where its clock begins at its very first run, ISO 8601; without it the machine's. */
  readonly now?: string
  readonly environment: NodeJS.ProcessEnv
  /** Ends it while nobody is told yet that it runs; afterwards `stop` does. */
  readonly stopping?: AbortSignal | undefined
  /** Called when the process ended without being asked to. */
  readonly onGone: (code: number | null) => void
}

const readyLine = z.object({ ready: z.literal(true), port: z.int() })
// At its first start it makes its world while we learn the packs; that it ended is told at once, however long we wait.
const PATIENCE_MS = 300_000
const GRACE_MS = 3000

/** Starts the demo shop as a process of its own; resolves when it answers. It ends with us, and we say so when it ends alone. */
export async function startDemoChild(options: DemoChildOptions): Promise<DemoChild> {
  const child = spawn(process.execPath, [join('bin', 'demo.mjs'), ...wordsOf(options)], {
    cwd: options.rootDir,
    // The database password stays out of the list of processes.
    env: { ...options.environment, DEMO_DATABASE_URL: options.databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let isStopping = false
  const end = () => child.kill()
  options.stopping?.addEventListener('abort', end)
  const port = await readyPort(child, options.port)
  options.stopping?.removeEventListener('abort', end)
  // Ctrl-C reaches the child before we come to stop it: what is told at once would sound like a fault.
  child.once('exit', (code) => setTimeout(() => !isStopping && options.onGone(code), GRACE_MS).unref())
  return {
    address: `http://127.0.0.1:${port}`,
    stop: async () => {
      isStopping = true
      await endChild(child)
    },
  }
}

const wordsOf = ({ port, now }: DemoChildOptions): string[] => [
  '--port',
  String(port),
  ...(now === undefined ? [] : ['--now', now]),
]

function readyPort(child: ChildProcess, wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let complaint = ''
    const fail = (reason: string) => {
      child.kill('SIGKILL')
      reject(new DemoProblem(explain(complaint.trim().split('\n').at(-1) || reason, wanted)))
    }
    const patience = setTimeout(
      () => fail('no answer within five minutes (try again, or start without it: DEMO=false)'),
      PATIENCE_MS,
    )
    child.stderr?.on('data', (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-2000)))
    const ended = (code: number | null) => fail(`it ended with code ${code}`)
    child.once('exit', ended)
    if (!child.stdout) return fail('no output')
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = readyLine.safeParse(parseLine(line))
      if (!ready.success) return
      clearTimeout(patience)
      child.off('exit', ended)
      resolve(ready.data.port)
    })
  })
}

function explain(reason: string, port: number): string {
  if (/EADDRINUSE/.test(reason))
    return `port ${port} of the demo shop is taken by another program: start with another one, DEMO_PORT=${port + 10} npm start (or without the demo, DEMO=false)`
  return `the demo shop did not start: ${reason}`
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // Warnings of the runtime stand between the lines that are meant for us.
    return null
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  await gone
  clearTimeout(force)
}
