import { get, patch, post, remove } from './request.ts'
import type {
  ApiKey,
  Attempt,
  AuditRow,
  Channel,
  Endpoint,
  Listed,
  Page,
  Role,
  Settings,
  Staff,
  WebhookDelivery,
} from './shapes.ts'

export const readSettings = (shopId: string): Promise<Settings> => get(`/shops/${shopId}/settings`)
export const changeSettings = (shopId: string, change: unknown): Promise<Settings> =>
  patch(`/shops/${shopId}/settings`, change)

export const listChannels = (): Promise<Listed<Channel>> => get('/channels')
export interface NewChannel {
  readonly shopId: string
  readonly kind: string
  readonly name: string
  readonly outboundUrl: string | null
}
export const addChannel = (body: NewChannel): Promise<{ readonly secret: string; readonly channel: Channel }> =>
  post('/channels', body)
export const changeChannel = (id: string, change: unknown): Promise<Channel> => patch(`/channels/${id}`, change)
export const rotateChannelSecret = (id: string): Promise<{ readonly secret: string }> => post(`/channels/${id}/secret`)
export const dropOldChannelSecret = (id: string): Promise<Channel> => remove(`/channels/${id}/secret/old`)

export const listStaff = (): Promise<Page<Staff>> => get('/staff', { limit: 200 })
export interface NewStaff {
  readonly email: string
  readonly name: string
  readonly password: string
  readonly role: Role
  readonly shopIds: readonly string[] | null
}
export const addStaff = (body: NewStaff): Promise<Staff> => post('/staff', body)
export const changeStaff = (id: string, change: unknown): Promise<Staff> => patch(`/staff/${id}`, change)

export const listApiKeys = (): Promise<Page<ApiKey>> => get('/api-keys', { limit: 200 })
export const addApiKey = (body: {
  readonly name: string
  readonly scopes: readonly string[]
}): Promise<{ readonly secret: string; readonly key: ApiKey }> => post('/api-keys', body)
export const revokeApiKey = (id: string): Promise<unknown> => remove(`/api-keys/${id}`)

export const listWebhooks = (): Promise<Listed<Endpoint>> => get('/webhooks')
export const addWebhook = (body: {
  readonly url: string
  readonly types: readonly string[]
}): Promise<{ readonly secret: string; readonly webhook: Endpoint }> => post('/webhooks', body)
export const changeWebhook = (id: string, change: unknown): Promise<Endpoint> => patch(`/webhooks/${id}`, change)
export const removeWebhook = (id: string): Promise<unknown> => remove(`/webhooks/${id}`)
export const listWebhookDeliveries = (
  id: string,
  query: { state?: string | undefined; cursor?: string | undefined },
): Promise<Page<WebhookDelivery>> => get(`/webhooks/${id}/deliveries`, { limit: 30, ...query })
export const readWebhookDelivery = (
  id: string,
  deliveryId: string,
): Promise<{ readonly tries: readonly Attempt[]; readonly payload: unknown }> =>
  get(`/webhooks/${id}/deliveries/${deliveryId}`)
export const replayWebhookDelivery = (id: string, deliveryId: string): Promise<unknown> =>
  post(`/webhooks/${id}/deliveries/${deliveryId}/replay`)

export const testWebhook = (id: string): Promise<unknown> => post(`/webhooks/${id}/test`)
export const replayFailedWebhooks = (id: string, since: string): Promise<{ readonly replayed: number }> =>
  post(`/webhooks/${id}/replay`, { since })

export const listAudit = (query: { act?: string | undefined; cursor?: string | undefined }): Promise<Page<AuditRow>> =>
  get('/audit', { limit: 50, ...query })
export const verifyAudit = (): Promise<{
  readonly intact: boolean
  readonly lastSeq?: number
  readonly brokenAt?: number
}> => get('/audit/verification')
