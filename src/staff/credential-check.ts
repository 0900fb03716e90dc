import type { Clock } from '../kernel/clock.ts'
import { XiaoerError } from '../kernel/errors.ts'
import type { OrgId, StaffId } from '../kernel/ids.ts'
import type { Database } from '../storage/index.ts'
import { emailDigest } from './digest.ts'
import { verifyPassword } from './password.ts'
import { ownerOfEmail, readPasswordHash } from './staff.store.ts'
import { createTryCounter } from './try-counter.ts'

/** Checks an e-mail and a password. The caller opens the sign-in in its own transaction. */
export interface CredentialCheck {
  /** Throws `wrong-credentials` (the same, after the same time, for an unknown e-mail) or `too-many-requests`. */
  check(given: { email: string; password: string; address: string }): Promise<{ orgId: OrgId; staffId: StaffId }>
}

// Many people of one firm sit behind one address.
const ADDRESS_ALLOWANCE = 10
const NIL = '00000000-0000-0000-0000-000000000000'
const NOBODY = { orgId: NIL, staffId: NIL }

export function createCredentialCheck(deps: { database: Database; clock: Clock; tries: number }): CredentialCheck {
  const byEmail = createTryCounter(deps.clock, deps.tries)
  const byAddress = createTryCounter(deps.clock, deps.tries * ADDRESS_ALLOWANCE)
  return {
    async check({ email, password, address }) {
      const mailbox = emailDigest(email).toString('latin1')
      const waitS = Math.max(byEmail.waitS(mailbox), byAddress.waitS(address))
      if (waitS > 0) throw new XiaoerError({ code: 'too-many-requests', retryAfterS: waitS })
      // Counted before the slow check: a hundred tries sent at once must not all slip through.
      byEmail.fail(mailbox)
      const owner = await ownerOfEmail(deps.database, email)
      // Somebody unknown costs the same reads and the same hash.
      const { orgId, staffId } = owner ?? NOBODY
      const stored = await deps.database.within([orgId], (tx) => readPasswordHash(tx, orgId, staffId))
      const matches = await verifyPassword(stored, password)
      if (matches && owner) {
        byEmail.forget(mailbox)
        return owner
      }
      byAddress.fail(address)
      throw new XiaoerError({ code: 'wrong-credentials' })
    },
  }
}
