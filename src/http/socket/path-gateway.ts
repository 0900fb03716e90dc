import { readConversation, readMessages } from '../../conversation/index.ts'
import type { AccountBook } from '../../delivery/index.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import type { Database } from '../../storage/index.ts'
import type { Path } from '../../turn/index.ts'
import type { Bus } from './bus.ts'
import type { Gateway, MissedQuery } from './gateway.ts'

export interface PathGatewayOptions {
  readonly database: Database
  readonly accounts: Pick<AccountBook, 'find'>
  readonly path: Pick<Path, 'receive'>
  readonly bus: Pick<Bus, 'listen'>
}

/** The WebSocket's view of the house: the path, the log and the bus. */
export function createPathGateway({ database, accounts, path, bus }: PathGatewayOptions): Gateway {
  return {
    account: (channelId) => accounts.find(channelId),
    receive: (account, message) => path.receive(account, message),
    listen: (channelId, hear) => bus.listen(channelId, hear),
    messagesAfter: (query) => readMissed(database, query),
  }
}

function readMissed(database: Database, { most, ...query }: MissedQuery) {
  return database.within([query.orgId], async (tx) => {
    try {
      const { channelId } = await readConversation(tx, query)
      return channelId === query.channelId ? await readMessages(tx, { ...query, limit: most }) : null
    } catch (error) {
      if (error instanceof XiaoerError && error.code === 'not-found') return null
      throw error
    }
  })
}
