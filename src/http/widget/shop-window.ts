import { type AccountBook, listChannelAccounts, type StoredChannelAccount } from '../../delivery/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { ownerOfShop } from '../../shop/index.ts'
import type { Database } from '../../storage/index.ts'
import { channelNamedIn, readSession, type WidgetSession } from './session-token.ts'

export interface ShopWindowOptions {
  readonly database: Database
  readonly clock: Clock
  readonly accounts: Pick<AccountBook, 'find'>
}

export interface Visiting {
  readonly account: StoredChannelAccount
  readonly session: WidgetSession
}

/** By which door a browser comes in: the shop that its page names, then the session that it was given. */
export interface ShopWindow {
  /** The shop's account for its own pages. Throws the same `not-found` for no such shop and for one without. */
  ofShop(shopId: string): Promise<StoredChannelAccount>
  /** Null: no session of ours, or one that is over. */
  visiting(token: string): Promise<Visiting | null>
}

const TRUSTED_MS = 5000
const MOST = 20_000

export function createShopWindow({ database, clock, accounts }: ShopWindowOptions): ShopWindow {
  const known = new Map<string, { readonly until: number; readonly found: Promise<string | null> }>()
  const channelOf = (shopId: string): Promise<string | null> => {
    const hit = known.get(shopId)
    const at = clock.now()
    if (hit && hit.until > at) return hit.found
    if (known.size >= MOST) known.clear()
    const found = findChannel(database, shopId)
    known.set(shopId, { until: at + TRUSTED_MS, found })
    found.catch(() => known.delete(shopId))
    return found
  }
  return {
    async ofShop(shopId) {
      const channel = await channelOf(shopId)
      const account = channel === null ? null : await accounts.find(channel)
      if (!account) throw notFound()
      return account
    },
    async visiting(token) {
      const channel = channelNamedIn(token)
      const account = channel === null ? null : await accounts.find(channel)
      if (account?.kind !== 'web') return null
      const session = readSession(account.secrets, token, clock.now())
      return session && { account, session }
    },
  }
}

/** Pages of other addresses than the merchant named may not speak for him. Nothing named: any page may. */
export function checkOrigin(account: StoredChannelAccount, origin: string | undefined, host: string | undefined): void {
  const { origins } = account.settings
  if (!origins || origins.length === 0 || origin === undefined) return
  if (origins.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host)) return
  throw new XiaoerError({ code: 'forbidden', message: 'This page is not among those that the shop allows.' })
}

async function findChannel(database: Database, shopId: string): Promise<string | null> {
  const orgId = await ownerOfShop(database, shopId)
  if (orgId === null) return null
  const accounts = await database.within([orgId], (tx) => listChannelAccounts(tx, { orgId, shopIds: [shopId] }))
  return accounts.find((one) => one.kind === 'web' && one.enabled && one.secrets.length > 0)?.channelId ?? null
}
