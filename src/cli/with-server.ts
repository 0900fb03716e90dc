import { type DatabaseServer, openServer } from '../storage/index.ts'
import type { CommandContext } from './command.ts'

/** Opens this installation's database server for one command, and leaves it as it was found. */
export async function withServer<Value>(
  context: Pick<CommandContext, 'config' | 'say'>,
  work: (server: DatabaseServer) => Promise<Value>,
): Promise<Value> {
  const { config, say } = context
  const server = await openServer({ databaseUrl: config.values.DATABASE_URL, dataDir: config.dataDir, onProgress: say })
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}
