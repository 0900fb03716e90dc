import type { Clock } from '../kernel/clock.ts'
import type { Actor, Authenticator } from '../staff/index.ts'
import type { Database } from '../storage/index.ts'
import { ReplayedReply, readOnce } from './idempotency.ts'
import type { OverloadGuard } from './overload-guard.ts'
import { parseRequest } from './parse-request.ts'
import type { RateLimit } from './rate-limit.ts'
import { comesSigned, recallActor, spend } from './read-actor.ts'
import type { Headers, Reply, Route } from './route.ts'
import type { ShopGate } from './shop-gate.ts'
import { UnitOfWork } from './unit-of-work.ts'

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
  const { headers, address } = incoming
  const at = deps.clock.now()
  // What is in memory is not waited for: a turn of the event loop costs more than the look.
  const known = route.vital ? null : recallActor(route, { headers, address, at }, deps)
  const actor = known instanceof Promise ? await known : known
  const isUnpaid = actor === null && comesSigned(route, headers)
  const till = openTill(isUnpaid, { address, at }, deps)
  try {
    return await serve(route, incoming, { deps, actor, at, charge: till.charge })
  } finally {
    till.close()
  }
}

/** A signed caller pays from the bucket that the route names; one whom it did not come to know pays by his address. */
function openTill(isUnpaid: boolean, { address, at }: { address: string; at: number }, { rateLimit }: AnswerDeps) {
  let isOpen = isUnpaid
  return {
    charge(caller: string) {
      isOpen = false
      spend(rateLimit, caller, at)
    },
    close() {
      if (isOpen) spend(rateLimit, `address ${address}`, at)
    },
  }
}

interface Admitted {
  readonly deps: AnswerDeps
  readonly actor: Actor | null
  readonly at: number
  charge(caller: string): void
}

async function serve(route: Route, incoming: Incoming, { deps, actor, at, charge }: Admitted): Promise<Reply> {
  const { database } = deps
  const { headers, address, requestId, signal } = incoming
  const { params, query, body } = parseRequest(route, incoming)
  const gate = actor && route.access !== 'public' ? deps.shopGate(actor, { params, query, body }) : undefined
  if (gate) await gate
  const once = readOnce(route, { headers, url: incoming.url, body })
  if (once && actor) await once.check(database, actor.orgId, at)
  const unit = new UnitOfWork({ database, once, at })
  const reply = await route.handle({
    params,
    query,
    body,
    actor,
    at,
    headers,
    address,
    requestId,
    signal,
    unit,
    charge,
  })
  // A route that writes elsewhere (a hot lane, another system) still answers a repeat from what it said first.
  if (once && actor && !unit.hasCommitted && reply.status < 300) await unit.commit(actor.orgId, async () => reply)
  if (deps.checkReplies) checkReply(route, reply)
  return reply
}

function checkReply(route: Route, reply: Reply): void {
  const schema = route.responses[reply.status]
  if (!schema) throw new Error(`${route.name} answered ${reply.status}, which its table does not name`)
  const read = schema.safeParse(reply.body)
  if (!read.success) throw new Error(`${route.name} answered what its schema does not allow`, { cause: read.error })
}
