import { randomInt, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import { XiaoerError } from '../kernel/errors.ts'
import { digestOf } from './digest.ts'
import { createTryCounter } from './try-counter.ts'

/** Proves that whoever sets up a new installation can read what its server printed. */
export interface SetupCode {
  /** True until an owner was made with it. */
  readonly isOpen: boolean
  /** Throws `too-many-requests` or `wrong-credentials`; `precondition-failed` once it was used. */
  check(given: { readonly code: string; readonly address: string }): void
  /** It opens nothing from here on. */
  close(): void
}

export interface NewSetupCode {
  readonly setupCode: SetupCode
  /** Printed once; we keep its digest only. */
  readonly text: string
}

// Without the letters that are read as digits. Twenty of them are 98 bits: nobody guesses them, and a person can type them.
const LETTERS = 'ABCDEFGHJKMNPQRTUVWXYZ346789'
const GROUPS = 5
const GROUP = 4
const TRIES = 10
/** Many addresses may guess together: they share this many tries in a quarter of an hour. */
const TRIES_OF_ALL = 200
const EVERYBODY = 'everybody'

export function createSetupCode(clock: Clock): NewSetupCode {
  const text = Array.from({ length: GROUPS }, drawGroup).join('-')
  return { text, setupCode: guard(digestOf(plain(text)), clock) }
}

function guard(kept: Buffer, clock: Clock): SetupCode {
  const byAddress = createTryCounter(clock, TRIES)
  const ofAll = createTryCounter(clock, TRIES_OF_ALL)
  let digest: Buffer | null = kept
  return {
    get isOpen() {
      return digest !== null
    },
    check({ code, address }) {
      if (!digest) throw alreadySetUp()
      const waitS = Math.max(byAddress.waitS(address), ofAll.waitS(EVERYBODY))
      if (waitS > 0) throw new XiaoerError({ code: 'too-many-requests', retryAfterS: waitS })
      if (timingSafeEqual(digest, digestOf(plain(code)))) return byAddress.forget(address)
      byAddress.fail(address)
      ofAll.fail(EVERYBODY)
      throw new XiaoerError({ code: 'wrong-credentials', field: 'code', message: 'This is not the set-up code.' })
    },
    close() {
      digest = null
    },
  }
}

/** Where somebody is already at work there is nothing to set up. */
export const closedSetup = (): SetupCode => ({
  isOpen: false,
  check: () => {
    throw alreadySetUp()
  },
  close: () => undefined,
})

export const alreadySetUp = (): XiaoerError =>
  new XiaoerError({ code: 'precondition-failed', message: 'This installation has its owner already.' })

const drawGroup = (): string => Array.from({ length: GROUP }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('')
/** As it is typed: small letters, spaces, no dashes. */
const plain = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, '')
