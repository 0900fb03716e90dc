import { migrate } from './migrate.ts'
import { type DatabaseServer, openServer, type ServerOptions } from './open-server.ts'
import { refreshStatistics } from './refresh-statistics.ts'

export interface StorageOptions extends ServerOptions {
  readonly onProgress: (line: string) => void
}

/** The database of the long-running server: up, at the version of the code, and started again when it was killed. */
export async function openStorage(options: StorageOptions): Promise<DatabaseServer> {
  const { onProgress } = options
  const server = await openServer({ ...options, keepsAlive: true })
  try {
    await migrate({ url: server.url })
    refreshStatistics(server.url).catch((error: unknown) =>
      onProgress(`statistics: ${error instanceof Error ? error.message : 'not refreshed'}`),
    )
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}
