import type { Server } from './server.ts'
import type { Message } from './shapes.ts'

export interface TalkOptions {
  readonly server: Server
  readonly shop: string
  /** Every message of the other side that comes while the page is open. */
  readonly onMessage: (message: Message) => void
}
