import type { Config } from './config.ts'
import { migrate, openDatabase, openServer } from './storage/index.ts'

export interface App {
  /** What a person who started it wants to read: addresses and sign-ins. */
  readonly welcome: readonly string[]
  stop(): Promise<void>
}

export interface AppOptions {
  readonly config: Config
  readonly onProgress: (line: string) => void
}

export async function startApp({ config, onProgress }: AppOptions): Promise<App> {
  const server = await openServer({
    databaseUrl: config.values.DATABASE_URL,
    dataDir: config.dataDir,
    onProgress,
    keepsAlive: true,
  })
  const { version } = await migrate({ url: server.url })
  const database = await openDatabase({
    url: server.url,
    poolSize: config.values.POOL_SIZE,
    onError: (error) => onProgress(error.message),
  })
  return {
    welcome: [`database at version ${version}`],
    stop: async () => {
      await database.close()
      await server.stop()
    },
  }
}
