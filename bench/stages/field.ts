import { join } from 'node:path'
import type { LoadOrder } from '../load.ts'
import { type Spawned, spawnServer } from '../spawned.ts'
import { startXiaoer } from '../start-xiaoer.ts'
import type { Arena } from './arena.ts'

/** Twenty shops of five organisations, the other side of their deliveries, and Xiaoer for them. */
export interface Field {
  readonly doorsFile: string
  readonly sinkUrl: string
  readonly sinkPort: number
  order(port: number, run: string, seconds: number): LoadOrder & { readonly port: number }
  startXiaoer(): Promise<Spawned>
  close(): Promise<void>
}

const CONNECTIONS = { http: 64, socket: 8 } as const

/** Over HTTP answers leave as signed webhooks; over the socket they leave on the socket that asked. */
export async function openField(arena: Arena, way: 'http' | 'socket'): Promise<Field> {
  const doorsFile = join(arena.folder, 'doors.json')
  const sink = await spawnServer({ script: 'sink.ts', words: [doorsFile] })
  const sinkUrl = `http://127.0.0.1:${sink.port}/`
  const outboundUrl = way === 'http' ? sinkUrl : null
  await arena.seed(doorsFile, { organisations: 5, shopsEach: 4, productsEach: 40, outboundUrl })
  const servers: Spawned[] = []
  return {
    doorsFile,
    sinkUrl,
    sinkPort: sink.port,
    order: (port, run, seconds) => ({
      way,
      port,
      doorsFile,
      connections: CONNECTIONS[way],
      seconds,
      seed: 11,
      run,
      listens: way === 'socket' && servers.some((server) => server.port === port),
    }),
    async startXiaoer() {
      const { xiaoerUrl: databaseUrl, folder: dataDir, kind } = arena
      const server = await startXiaoer({ databaseUrl, dataDir, sinkPort: sink.port, kind })
      servers.push(server)
      return server
    },
    async close() {
      await Promise.all(servers.map((server) => server.stop()))
      await sink.stop()
    },
  }
}
