import type { Authenticator, CredentialCheck } from '../../staff/index.ts'
import type { Database } from '../../storage/index.ts'
import type { Route } from '../route.ts'
import { apiKeyRoutes } from './api-keys.ts'
import { auditRoutes } from './audit.ts'
import { goodsRoutes } from './goods.ts'
import { goodsFileRoutes } from './goods-files.ts'
import { orderRoutes } from './orders.ts'
import { organisationRoutes } from './organisation.ts'
import { type ShopDeps, shopRoutes } from './shops.ts'
import { savedViewRoutes } from './saved-views.ts'
import { signInRoutes } from './sign-ins.ts'
import { staffRoutes } from './staff.ts'

export interface HouseDeps extends ShopDeps {
  readonly database: Database
  readonly authenticator: Authenticator
  readonly credentials: CredentialCheck
  /** True where people come by HTTPS (`PUBLIC_URL`): cookies are then marked Secure. */
  readonly isSecure: boolean
}

/** The routes of the house: people, keys, audit, organisation, shops and what is mirrored of them. */
export const houseRoutes = (deps: HouseDeps): Route[] => [
  ...signInRoutes(deps),
  ...savedViewRoutes(),
  ...staffRoutes(deps),
  ...apiKeyRoutes(deps),
  ...auditRoutes(deps),
  ...organisationRoutes(),
  ...shopRoutes(deps),
  ...goodsRoutes(),
  ...goodsFileRoutes(),
  ...orderRoutes(),
]
