import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

export interface StartOrder {
  readonly checkout: string
  readonly home: string
  readonly uid: number
  readonly gid: number
  readonly port: number
}

export interface Started {
  /** From `npm start` to the first 200 of /readyz and the line that says so. */
  readonly readyMs: number
  said(): string
  /** Ctrl-C as a terminal sends it: to everybody in front. */
  stop(): Promise<void>
}

const PATIENCE_MS = 10 * 60_000

/** `npm start` as that user, with nothing of our own environment but the way to the programs. */
export async function startCheckout({ checkout, home, uid, gid, port }: StartOrder): Promise<Started> {
  const started = performance.now()
  const child = spawn('npm', ['start'], {
    ...{ cwd: checkout, uid, gid, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    env: { PATH: process.env.PATH, HOME: home, PORT: String(port), DEMO_PORT: String(port + 1) },
  })
  let said = ''
  const listen = (chunk: unknown) => {
    said += String(chunk)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const exited = once(child, 'exit')
  while (!(await isReady(port)) || !said.includes(' is ready: ')) {
    if (child.exitCode !== null) throw new Error(`npm start ended: ${said}`)
    if (performance.now() - started > PATIENCE_MS) throw new Error(`npm start is not ready: ${said}`)
    await sleep(20)
  }
  return {
    readyMs: Math.round(performance.now() - started),
    said: () => said,
    stop: async () => {
      if (child.pid) process.kill(-child.pid, 'SIGINT')
      await exited
    },
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
  } catch {
    // Nobody listens yet.
    return false
  }
}
