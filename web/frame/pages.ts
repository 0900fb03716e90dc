import type { Permission } from '../api/shapes.ts'
import type { IconName } from '../ui/icon.tsx'

/** A page that the menu and the command bar lead to. */
export interface MenuPage {
  readonly to: PagePath
  /** Of the words: `page.…`. */
  readonly name: string
  readonly icon: IconName
  readonly needs: Permission
}
export type PagePath =
  | '/'
  | '/conversations'
  | '/knowledge'
  | '/releases'
  | '/packs'
  | '/lab'
  | '/products'
  | '/orders'
  | '/offers'
  | '/quote'
  | '/live'
  | '/grants'
  | '/rules'
  | '/channels'
  | '/team'
  | '/developer'
  | '/audit'
  | '/system'
  | '/setup'

interface MenuGroup {
  readonly name: string
  readonly pages: readonly MenuPage[]
}

const page = (to: PagePath, name: string, look: readonly [IconName, Permission]): MenuPage => ({
  to,
  name,
  icon: look[0],
  needs: look[1],
})

export const MENU: readonly MenuGroup[] = [
  {
    name: 'menu.reception',
    pages: [
      page('/', 'page.today', ['chart', 'conversations:read']),
      page('/conversations', 'page.conversations', ['chat', 'messages:read']),
    ],
  },
  {
    name: 'menu.knowledge',
    pages: [
      page('/knowledge', 'page.knowledge', ['book', 'knowledge:read']),
      page('/packs', 'page.packs', ['box', 'knowledge:read']),
      page('/releases', 'page.releases', ['history', 'knowledge:read']),
      page('/lab', 'page.lab', ['flask', 'knowledge:read']),
    ],
  },
  {
    name: 'menu.shop',
    pages: [
      page('/products', 'page.products', ['bag', 'shops:read']),
      page('/orders', 'page.orders', ['receipt', 'shops:read']),
      page('/rules', 'page.rules', ['sliders', 'shops:read']),
    ],
  },
  {
    name: 'menu.offers',
    pages: [
      page('/offers', 'page.offers', ['tag', 'offers:read']),
      page('/grants', 'page.grants', ['check', 'offers:read']),
      page('/quote', 'page.quote', ['receipt', 'offers:read']),
      page('/live', 'page.live', ['play', 'offers:read']),
    ],
  },
  {
    name: 'menu.settings',
    pages: [
      page('/setup', 'page.setup', ['rocket', 'shops:write']),
      page('/channels', 'page.channels', ['plug', 'channels:read']),
      page('/team', 'page.team', ['people', 'staff:read']),
      page('/developer', 'page.developer', ['code', 'webhooks:read']),
      page('/audit', 'page.audit', ['shield', 'audit:read']),
      page('/system', 'page.system', ['pulse', 'system:read']),
    ],
  },
]

export const ALL_PAGES: readonly MenuPage[] = MENU.flatMap(({ pages }) => pages)
