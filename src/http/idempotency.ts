import { XiaoerError } from '../kernel/errors.ts'
import type { OrgId } from '../kernel/ids.ts'
import { stableJson } from '../kernel/stable-json.ts'
import type { Database, Tx } from '../storage/index.ts'
import { claimKey, findReply, storeReply, type StoredReply } from './idempotency.store.ts'
import type { Headers, Reply, Route } from './route.ts'
import { digestUnder, sealReply, unsealReply } from './seal-reply.ts'

/** One request's Idempotency-Key. */
export interface Once {
  /** Throws `ReplayedReply` when the key was used for this very request, `idempotency-mismatch` for another. */
  check(database: Database, orgId: OrgId, at: number): Promise<void>
  /** Runs the work and stores its reply in the same transaction; throws like `check`. */
  commit<Out extends Reply>(tx: Tx, claim: { orgId: OrgId; at: number }, work: (tx: Tx) => Promise<Out>): Promise<Out>
}

/** Thrown through the handler: the answer is known already. */
export class ReplayedReply extends Error {
  readonly reply: Reply

  constructor(reply: Reply) {
    super('replayed')
    this.reply = reply
  }
}

const KEY = /^[\x21-\x7e]{1,200}$/

/** Null when the request bears no key or its route is not one that writes. */
export function readOnce(route: Route, request: { headers: Headers; url: string; body: unknown }): Once | null {
  const key = request.headers['idempotency-key']
  if (key === undefined || route.method === 'GET' || route.idempotency === 'own') return null
  if (!KEY.test(key)) {
    throw new XiaoerError({
      code: 'invalid-field',
      field: 'Idempotency-Key',
      message: 'Use 1 to 200 visible ASCII characters.',
    })
  }
  const scope = `${route.method} ${route.path}`
  const storedKey = digestUnder('idempotency', key)
  const body = Buffer.isBuffer(request.body) ? request.body.toString('base64') : stableJson(request.body)
  const bodyDigest = digestUnder(key, `${request.url}\n${body}`)
  const replay = (found: StoredReply): never => {
    if (found.bodyDigest !== bodyDigest) throw new XiaoerError({ code: 'idempotency-mismatch' })
    const reply = unsealReply(key, found.sealed)
    throw new ReplayedReply({ ...reply, headers: { ...reply.headers, 'idempotent-replayed': 'true' } })
  }
  return {
    async check(database, orgId, at) {
      const found = await database.within([orgId], (tx) => findReply(tx, { orgId, scope, key: storedKey }, at))
      if (found) replay(found)
    },
    async commit(tx, { orgId, at }, work) {
      const slot = { orgId, scope, key: storedKey }
      const found = await claimKey(tx, { ...slot, bodyDigest, at })
      if (found) return replay(found)
      const reply = await work(tx)
      await storeReply(tx, slot, sealReply(key, reply))
      return reply
    },
  }
}
