import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { groupId, shopId } from '../../kernel/ids.ts'
import { type Group, type Organisation, type Shop, shopSettings } from '../../shop/index.ts'
import { instantOut } from '../fields.ts'

export const thingName = z.string().trim().min(1).max(100)

export const organisationView = z.strictObject({
  orgId: z.string(),
  name: z.string(),
  settings: shopSettings,
  createdAt: instantOut,
})

export const showOrganisation = (organisation: Organisation) => ({
  orgId: organisation.orgId,
  name: organisation.name,
  settings: organisation.settings,
  createdAt: toIso(organisation.createdAt),
})

export const groupView = z.strictObject({
  groupId: z.string(),
  name: z.string(),
  settings: shopSettings,
  createdAt: instantOut,
})

export const showGroup = (group: Group) => ({
  groupId: group.groupId,
  name: group.name,
  settings: group.settings,
  createdAt: toIso(group.createdAt),
})

export const shopView = z.strictObject({
  shopId: z.string(),
  groupId: z.string().nullable(),
  name: z.string(),
  industry: z.string().nullable(),
  currency: z.string(),
  backend: z.string(),
  robotOn: z.boolean(),
  version: z.int(),
  createdAt: instantOut,
})

/** Without `backendSettings`: they hold the back end's secrets. */
export const showShop = (shop: Shop) => ({
  shopId: shop.shopId,
  groupId: shop.groupId,
  name: shop.name,
  industry: shop.industry,
  currency: shop.currency,
  backend: shop.backend,
  robotOn: shop.robotOn,
  version: shop.version,
  createdAt: toIso(shop.createdAt),
})

export const settingsView = z.strictObject({
  /** What this shop itself says. */
  own: shopSettings,
  /** What holds. */
  effective: shopSettings,
  /** Who said it, per key; a policy stands as `policies.KEY`. */
  sources: z.record(z.string(), z.enum(['organisation', 'group', 'shop', 'default'])),
})

export const shopParams = z.strictObject({ shopId })
export const groupParams = z.strictObject({ groupId })
