import type { IncomingMessage } from 'node:http'
import type { ChannelAccount } from '../../message/index.ts'
import type { Gateway } from './gateway.ts'

/** Who was let in by one door, and as what he may use the gateway. */
export interface Admitted {
  readonly account: ChannelAccount
  readonly gateway: Gateway
  /** Asked at every heartbeat: a key that was revoked meanwhile, or an account switched off. */
  isWelcome(): Promise<boolean>
}

/** One address under which sockets are opened. `admit` throws what the caller is told; the rate was checked before. */
export interface SocketDoor {
  readonly path: string
  admit(request: IncomingMessage): Promise<Admitted>
}
