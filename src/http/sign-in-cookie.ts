import { SIGN_IN_DAYS } from '../staff/index.ts'
import { SIGN_IN_COOKIE } from './read-actor.ts'

const DAY_S = 86_400

/** What a browser keeps of a sign-in: out of reach of scripts and of other sites' pages. */
export const signInCookie = (token: string, isSecure: boolean): string =>
  `${SIGN_IN_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SIGN_IN_DAYS * DAY_S}${isSecure ? '; Secure' : ''}`
