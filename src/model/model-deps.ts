import type { Asking } from '../dialogue/index.ts'
import type { Egress } from '../egress/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Database } from '../storage/index.ts'
import type { Breaker } from './breaker.ts'
import type { ModelEndpoint } from './endpoint.store.ts'

export interface ModelDeps {
  readonly database: Database
  readonly egress: Pick<Egress, 'request'>
  readonly clock: Clock
  readonly breaker: Breaker
}

/** Who asks, whom, and when he has gone. */
export interface Place {
  readonly asking: Asking
  readonly endpoint: ModelEndpoint
  readonly late: AbortSignal
}
