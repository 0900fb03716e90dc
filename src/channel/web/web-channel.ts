import { failed } from '../../kernel/result.ts'
import { type Channel, webProfile } from '../../message/index.ts'

/**
 * The chat window on a shop's own pages. Buyers come with a session of theirs (`http/widget`), never by a signed request
 * of a platform, and read what is stored: a stored message is a delivered one. The account's secret signs sessions, and
 * the merchant's server signs identities with it.
 */
export const createWebChannel = (): Channel => ({
  kind: 'web',
  capabilities: webProfile,
  dropsDoubles: true,
  isPull: () => true,
  parse: () => failed({ kind: 'bad-signature' }),
  send: async () => ({ kind: 'delivered', receipt: 'pull' }),
})
