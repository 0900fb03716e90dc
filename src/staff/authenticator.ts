import type { Clock } from '../kernel/clock.ts'
import type { Database } from '../storage/index.ts'
import type { Actor } from './actor.ts'
import { digestOf, KEY_PREFIX, SIGN_IN_PREFIX } from './digest.ts'
import { findActor } from './find-actor.store.ts'

/** Turns a presented secret (API key or sign-in token) into the actor behind it. */
export interface Authenticator {
  /** From memory only, some microseconds: undefined when it must be looked up. */
  recall(secret: string): Actor | undefined
  /** null: unknown, revoked, expired. */
  authenticate(secret: string): Promise<Actor | null>
  /** Call after the commit that revoked or changed it: a sign-in id, key id or staff id. Other nodes follow within 5 s. */
  forget(id: string): void
}

const TRUSTED_MS = 5000
const MOST = 10_000
const SHAPE = new RegExp(`^(${KEY_PREFIX}|${SIGN_IN_PREFIX})[\\w-]{16,100}$`)

export function createAuthenticator(deps: { database: Database; clock: Clock }): Authenticator {
  const verified = createVerified(deps.clock)
  const underWay = new Map<string, Promise<Actor | null>>()

  const lookUp = async (digest: Buffer, slot: string): Promise<Actor | null> => {
    const since = verified.forgotten()
    const at = deps.clock.now()
    const actor = await findActor(deps.database, digest, at)
    // Something was revoked while we read: what we read may be older than that, so it is used once and not kept.
    if (actor && since === verified.forgotten()) verified.keep(slot, { actor, until: at + TRUSTED_MS })
    return actor
  }

  return {
    recall: (secret) => verified.recall(digestOf(secret).toString('latin1')),
    async authenticate(secret) {
      if (!SHAPE.test(secret)) return null
      const digest = digestOf(secret)
      const slot = digest.toString('latin1')
      const known = verified.recall(slot)
      if (known) return known
      const running = underWay.get(slot) ?? lookUp(digest, slot).finally(() => underWay.delete(slot))
      underWay.set(slot, running)
      return running
    },
    forget: (id) => verified.forget(id),
  }
}

interface Verified {
  readonly actor: Actor
  readonly until: number
}

/** What was looked up in the last seconds, by digest; the oldest goes first when there are too many. */
function createVerified(clock: Clock) {
  const bySlot = new Map<string, Verified>()
  let forgotten = 0
  return {
    forgotten: () => forgotten,
    recall(slot: string): Actor | undefined {
      const hit = bySlot.get(slot)
      return hit && hit.until > clock.now() ? hit.actor : undefined
    },
    keep(slot: string, found: Verified): void {
      bySlot.delete(slot)
      bySlot.set(slot, found)
      const oldest = bySlot.size > MOST ? bySlot.keys().next().value : undefined
      if (oldest !== undefined) bySlot.delete(oldest)
    },
    forget(id: string): void {
      forgotten += 1
      for (const [slot, { actor }] of bySlot) {
        if (actor.id === id || (actor.kind === 'staff' && actor.signInId === id)) bySlot.delete(slot)
      }
    },
  }
}
