import type { Clock } from '../kernel/clock.ts'
import type { OrgId } from '../kernel/ids.ts'
import type { Actor } from '../staff/index.ts'
import type { Database, Tx } from '../storage/index.ts'
import { type Once, ReplayedReply, readOnce } from './idempotency.ts'
import type { OverloadGuard } from './overload-guard.ts'
import { type Parsed, parseRequest } from './parse-request.ts'
import type { RateLimit } from './rate-limit.ts'
import { readActor } from './read-actor.ts'
import type { Headers, Reply, Route } from './route.ts'
import type { ShopGate } from './shop-gate.ts'
import type { Authenticator } from '../staff/index.ts'

export interface Incoming {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly headers: Headers
  readonly address: string
  readonly url: string
  readonly requestId: string
  signal(): AbortSignal
}

export interface AnswerDeps {
  readonly database: Database
  readonly clock: Clock
  readonly authenticator: Authenticator
  readonly rateLimit: RateLimit
  readonly guard: OverloadGuard
  readonly shopGate: ShopGate
  /** Checks replies against their schemas: tests only, it costs as much as the route. */
  readonly checkReplies: boolean
}

/** One request's way: may he, does it read, is it known already, do it. Throws what `problemOf` understands. */
export async function answerRequest(route: Route, incoming: Incoming, deps: AnswerDeps): Promise<Reply> {
  if (route.vital) return run(route, incoming, deps)
  deps.guard.enter()
  try {
    return await run(route, incoming, deps)
  } catch (error) {
    if (error instanceof ReplayedReply) return error.reply
    throw error
  } finally {
    deps.guard.leave()
  }
}

async function run(route: Route, incoming: Incoming, deps: AnswerDeps): Promise<Reply> {
  const at = deps.clock.now()
  const actor = route.vital ? null : await readActor(route, { ...incoming, at }, deps)
  const parsed = parseRequest(route, { ...incoming, contentType: incoming.headers['content-type'] })
  if (actor && route.access !== 'public') await deps.shopGate(actor, parsed)
  const once = readOnce(route, { ...incoming, body: parsed.body })
  if (once && actor) await once.check(deps.database, actor.orgId, at)
  const door = openDoor({ incoming, parsed, actor, at, once, database: deps.database })
  const reply = await route.handle(door)
  // A route that writes elsewhere (a hot lane, another system) still answers a repeat from what it said first.
  if (once && actor && !door.hasCommitted() && reply.status < 300) await door.commit(actor.orgId, async () => reply)
  if (deps.checkReplies) checkReply(route, reply)
  return reply
}

interface Opened {
  readonly incoming: Incoming
  readonly parsed: Parsed
  readonly actor: Actor | null
  readonly at: number
  readonly once: Once | null
  readonly database: Database
}

function openDoor({ incoming, parsed, actor, at, once, database }: Opened) {
  let hasCommitted = false
  return {
    ...parsed,
    actor,
    at,
    headers: incoming.headers,
    address: incoming.address,
    requestId: incoming.requestId,
    signal: incoming.signal,
    hasCommitted: () => hasCommitted,
    read: <Value>(orgId: OrgId, work: (tx: Tx) => Promise<Value>) => database.within([orgId], work),
    commit: <Out extends Reply>(orgId: OrgId, work: (tx: Tx) => Promise<Out>) => {
      if (hasCommitted) throw new Error('a request commits once')
      hasCommitted = true
      return database.within([orgId], (tx) => (once ? once.commit(tx, { orgId, at }, work) : work(tx)))
    },
  }
}

function checkReply(route: Route, reply: Reply): void {
  const schema = route.responses[reply.status]
  if (!schema) throw new Error(`${route.name} answered ${reply.status}, which its table does not name`)
  const read = schema.safeParse(reply.body)
  if (!read.success) throw new Error(`${route.name} answered what its schema does not allow`, { cause: read.error })
}
