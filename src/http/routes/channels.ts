import { z } from 'zod'
import {
  type AccountBook,
  changeChannelAccount,
  channelSettings,
  createChannelAccount,
  dropOldSecret,
  findChannelAccount,
  listChannelAccounts,
  rotateChannelSecret,
  type StoredChannelAccount,
} from '../../delivery/index.ts'
import { type Egress, newWebhookSecret } from '../../egress/index.ts'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { type ChannelId, channelId, newId, shopId } from '../../kernel/ids.ts'
import { type Actor, appendAudit, reachesShop } from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'
import { defineRoute } from '../define-route.ts'
import type { Route } from '../route.ts'
import { channelView, outsideUrl, showChannel } from '../views/messaging-views.ts'

export interface ChannelDeps {
  readonly accounts: Pick<AccountBook, 'forget'>
  readonly egress: Pick<Egress, 'check'>
  /** Kinds of channel that this house speaks. */
  readonly channelKinds: readonly string[]
}

const tag = 'Channels'
const name = z.string().trim().min(1).max(100)
const params = z.strictObject({ channelId })
const settings = channelSettings.strict()

/** Accounts of shops on platforms: where buyers' messages come in and replies go out. */
export const channelRoutes = (deps: ChannelDeps): Route[] => [
  listChannelsRoute(),
  readChannelRoute(),
  addChannelRoute(deps),
  changeChannelRoute(deps),
  rotateSecretRoute(deps),
  dropSecretRoute(deps),
]

/** Throws `not-found` for an account of a shop that the actor does not reach. */
async function findReached(tx: Tx, actor: Actor, id: string): Promise<StoredChannelAccount> {
  const account = await findChannelAccount(tx, actor.orgId, id)
  if (!account || !reachesShop(actor, account.shopId)) throw notFound()
  return account
}

/** Throws `invalid-field` for an address that we would never call. */
export function checkAddress(egress: Pick<Egress, 'check'>, url: string | null | undefined, field: string): void {
  const problem = url ? egress.check(url) : null
  if (problem)
    throw new XiaoerError({ code: 'invalid-field', field, message: `This address is not called: ${problem.reason}.` })
}

const listChannelsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/channels',
    name: 'listChannels',
    summary: 'Channel accounts that the caller reaches, oldest first',
    tag,
    access: 'channels:read',
    reach: 'filtered',
    responses: { 200: z.strictObject({ items: z.array(channelView) }) },
    handler: async ({ actor, orgId, read }) => {
      const rows = await read((tx) => listChannelAccounts(tx, { orgId, shopIds: actor.shopIds }))
      return { status: 200, body: { items: rows.map(showChannel) } }
    },
  })

const readChannelRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/channels/:channelId',
    name: 'readChannel',
    summary: 'One channel account',
    tag,
    access: 'channels:read',
    reach: 'filtered',
    params,
    responses: { 200: channelView },
    handler: async ({ params: { channelId: id }, actor, read }) => ({
      status: 200,
      body: showChannel(await read((tx) => findReached(tx, actor, id))),
    }),
  })

const addChannelRoute = ({ egress, channelKinds }: ChannelDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/channels',
    name: 'addChannel',
    summary: 'Add a channel account; the answer is the only place that shows its secret',
    tag,
    access: 'channels:write',
    reach: 'filtered',
    audit: 'channel.added',
    body: z.strictObject({
      shopId,
      kind: z.enum(channelKinds),
      name,
      outboundUrl: outsideUrl.nullable().default(null),
      settings: settings.default({}),
    }),
    example: { shopId: '0190…', kind: 'http', name: 'Shop app', outboundUrl: 'https://app.example/xiaoer' },
    responses: { 201: z.strictObject({ secret: z.string(), channel: channelView }) },
    handler: ({ body, actor, orgId, at, commit }) => {
      checkAddress(egress, body.outboundUrl, 'outboundUrl')
      const secret = newWebhookSecret()
      return commit(async (tx) => {
        const id = newId<ChannelId>(at)
        const account = await createChannelAccount(tx, { ...body, orgId, channelId: id, secrets: [secret], at })
        const detail = { kind: body.kind, shopId: body.shopId }
        await appendAudit(tx, { orgId, actor, act: 'channel.added', target: id, at, detail })
        return { status: 201, body: { secret, channel: showChannel(account) } }
      })
    },
  })

const changeChannelRoute = ({ accounts, egress }: ChannelDeps): Route =>
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/channels/:channelId',
    name: 'changeChannel',
    summary: 'Change name, address, settings, or switch it on or off',
    tag,
    access: 'channels:write',
    reach: 'filtered',
    audit: 'channel.changed',
    params,
    body: z.strictObject({
      name: name.optional(),
      outboundUrl: outsideUrl.nullable().optional(),
      settings: settings.optional(),
      enabled: z.boolean().optional(),
    }),
    example: { enabled: false },
    responses: { 200: channelView },
    handler: async ({ params: { channelId: id }, body, actor, orgId, at, commit }) => {
      checkAddress(egress, body.outboundUrl, 'outboundUrl')
      const reply = await commit(async (tx) => {
        await findReached(tx, actor, id)
        const account = await changeChannelAccount(tx, { orgId, channelId: id }, body)
        if (!account) throw notFound()
        const detail = { fields: Object.keys(body).sort() }
        await appendAudit(tx, { orgId, actor, act: 'channel.changed', target: id, at, detail, content: body })
        return { status: 200, body: showChannel(account) }
      })
      accounts.forget(id)
      return reply
    },
  })

const rotateSecretRoute = ({ accounts }: ChannelDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/channels/:channelId/secret',
    name: 'rotateChannelSecret',
    summary: 'Make a new secret; the one before it stays valid until it is dropped',
    tag,
    access: 'channels:write',
    reach: 'filtered',
    audit: 'channel.secret-changed',
    params,
    responses: { 200: z.strictObject({ secret: z.string(), channel: channelView }) },
    handler: async ({ params: { channelId: id }, actor, orgId, at, commit }) => {
      const secret = newWebhookSecret()
      const reply = await commit(async (tx) => {
        await findReached(tx, actor, id)
        const account = await rotateChannelSecret(tx, { orgId, channelId: id }, secret)
        if (!account) throw notFound()
        await appendAudit(tx, {
          orgId,
          actor,
          act: 'channel.secret-changed',
          target: id,
          at,
          detail: { step: 'added' },
        })
        return { status: 200, body: { secret, channel: showChannel(account) } }
      })
      accounts.forget(id)
      return reply
    },
  })

const dropSecretRoute = ({ accounts }: ChannelDeps): Route =>
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/channels/:channelId/secret/old',
    name: 'dropOldChannelSecret',
    summary: 'End the validity of the secret before the present one',
    tag,
    access: 'channels:write',
    reach: 'filtered',
    audit: 'channel.secret-changed',
    params,
    responses: { 200: channelView },
    handler: async ({ params: { channelId: id }, actor, orgId, at, commit }) => {
      const reply = await commit(async (tx) => {
        await findReached(tx, actor, id)
        const account = await dropOldSecret(tx, { orgId, channelId: id })
        if (!account) throw notFound()
        await appendAudit(tx, {
          orgId,
          actor,
          act: 'channel.secret-changed',
          target: id,
          at,
          detail: { step: 'dropped' },
        })
        return { status: 200, body: showChannel(account) }
      })
      accounts.forget(id)
      return reply
    },
  })
