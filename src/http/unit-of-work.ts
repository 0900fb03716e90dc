import type { OrgId } from '../kernel/ids.ts'
import type { Database, Tx } from '../storage/index.ts'
import type { Once } from './idempotency.ts'
import type { Reply } from './route.ts'

interface Ground {
  readonly database: Database
  readonly once: Once | null
  readonly at: number
}

/** The transactions of one request. A class, because the hot path must not build its functions anew for each request. */
export class UnitOfWork {
  readonly #ground: Ground
  hasCommitted = false

  constructor(ground: Ground) {
    this.#ground = ground
  }

  read<Value>(orgId: OrgId, work: (tx: Tx) => Promise<Value>): Promise<Value> {
    return this.#ground.database.within([orgId], work)
  }

  async commit<Out extends Reply>(orgId: OrgId, work: (tx: Tx) => Promise<Out>): Promise<Out> {
    if (this.hasCommitted) throw new Error('a request commits once')
    this.hasCommitted = true
    const { database, once, at } = this.#ground
    return database.within([orgId], (tx) => (once ? once.commit(tx, { orgId, at }, work) : work(tx)))
  }
}
