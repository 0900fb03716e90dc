import { hash, randomBytes } from 'node:crypto'

/** Secrets are long and random, so a fast hash is enough; only this leaves memory. */
export const digestOf = (secret: string): Buffer => hash('sha256', secret, 'buffer')

export const SIGN_IN_PREFIX = 'xs_'
export const KEY_PREFIX = 'xk_'

/** 32 random bytes behind a prefix that secret scanners can find. */
export const newSecret = (prefix: string): string => `${prefix}${randomBytes(32).toString('base64url')}`

/** One address whatever its case: the mailbox of somebody who types in capitals is still his. */
export const normaliseEmail = (email: string): string => email.trim().toLowerCase()

export const emailDigest = (email: string): Buffer => digestOf(`email:${normaliseEmail(email)}`)
