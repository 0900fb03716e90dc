import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { firstLine, type Spawned, spawnServer, stopChild } from './spawned.ts'

/** What `npm start` gives to node. */
export const AS_STARTED = ['--max-semi-space-size=64']

export interface XiaoerPlace {
  /** Null: the PostgreSQL that npm brings, on `dataDir`. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  readonly sinkPort: number
  /** `real`: what `npm start` starts. `shell`: the path alone, for profiles. */
  readonly kind: 'real' | 'shell'
  readonly port?: number
}

/** Xiaoer in a process of its own, without limits a minute; resolves when it takes requests. */
export async function startXiaoer(place: XiaoerPlace): Promise<Spawned & { kill(): void }> {
  const { databaseUrl, dataDir, sinkPort } = place
  if (place.kind === 'shell') {
    const words = [databaseUrl ?? dataDir, dataDir, String(sinkPort), '', String(place.port ?? 0)]
    const server = await spawnServer({ script: 'xiaoer-server.ts', words, nodeWords: AS_STARTED })
    return { ...server, kill: () => void process.kill(server.pid, 'SIGKILL') }
  }
  const port = place.port ?? (await freePort())
  const child = spawn(
    process.execPath,
    [...AS_STARTED, join(import.meta.dirname, '..', 'bin', 'xiaoer.mjs'), 'start'],
    {
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: dataDir,
        DEMO: 'false',
        RATE_PER_MINUTE: '0',
        SHOP_CACHE_MB: '4096',
        EGRESS_LOOPBACK_PORTS: String(sinkPort),
        ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const end = () => child.kill('SIGKILL')
  process.on('exit', end)
  child.on('exit', () => process.off('exit', end))
  // Its first line of output says that it is ready.
  await firstLine(child)
  return { pid: child.pid ?? 0, port, stop: () => stopChild(child), kill: end }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
