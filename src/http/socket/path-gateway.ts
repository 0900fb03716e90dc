import { type Posted, readConversation, readMessages } from '../../conversation/index.ts'
import type { AccountBook } from '../../delivery/index.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import type { Database } from '../../storage/index.ts'
import type { Path } from '../../turn/index.ts'
import type { Bus } from './bus.ts'
import type { Gateway, MissedQuery } from './gateway.ts'

export interface PathGatewayOptions {
  readonly database: Database
  readonly accounts: Pick<AccountBook, 'find'>
  readonly path: Pick<Path, 'receive' | 'renew' | 'forget'>
  readonly bus: Pick<Bus, 'listen' | 'announce'>
}

export interface PathGateway extends Gateway {
  /** Something was said and committed beside the path: whoever listens hears it, and the talk is read anew. */
  posted(posted: Posted): void
  /** The talk was erased: the path holds nothing of it either. */
  erased(conversationId: string): void
}

/** The WebSocket's view of the house: the path, the log and the bus. */
export function createPathGateway({ database, accounts, path, bus }: PathGatewayOptions): PathGateway {
  return {
    account: (channelId) => accounts.find(channelId),
    receive: (account, message) => path.receive(account, message),
    listen: (channelId, hear) => bus.listen(channelId, hear),
    messagesAfter: (query) => readMissed(database, query),
    posted({ job: { orgId, shopId, channelId, conversationId }, messages }) {
      path.renew(conversationId)
      bus.announce({ orgId, shopId, channelId, conversationId, messages })
    },
    erased: path.forget,
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
