import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { PageFailed } from '../ui/failed.tsx'
import { PageWaiting } from '../ui/waiting.tsx'
import { Frame } from './frame.tsx'
import { Lost } from './lost.tsx'

type Search = Readonly<Record<string, unknown>>

const text = (search: Search, key: string): string | undefined => {
  const value = search[key]
  return (typeof value === 'string' || typeof value === 'number') && value !== '' ? String(value) : undefined
}

/** Keeps the named words of the address and drops the rest: filters live there, so that a page can be sent to somebody. */
const texts =
  <const Key extends string>(...keys: readonly Key[]) =>
  (search: Search): { [Name in Key]?: string | undefined } => {
    const kept: { [Name in Key]?: string | undefined } = {}
    for (const key of keys) {
      const value = text(search, key)
      if (value !== undefined) kept[key] = value
    }
    return kept
  }

interface OfShop {
  readonly shop?: string | undefined
}
interface Leading {
  readonly search: OfShop
  next(search: OfShop): OfShop
}
/** The shop stays in the address from page to page. */
const keepShop = ({ search, next }: Leading): OfShop => {
  const shown = next(search)
  return shown.shop === undefined && search.shop !== undefined ? { ...shown, shop: search.shop } : shown
}

const root = createRootRoute({
  component: Frame,
  notFoundComponent: Lost,
  validateSearch: (search: Search): OfShop => texts('shop')(search),
  search: { middlewares: [keepShop] },
})
const getParentRoute = () => root

const today = createRoute({
  getParentRoute,
  path: '/',
  validateSearch: texts('day'),
  component: lazyRouteComponent(() => import('../today/today-page.tsx'), 'TodayPage'),
})
const conversations = createRoute({
  getParentRoute,
  path: '/conversations',
  validateSearch: texts('owner', 'find', 'from', 'to', 'every', 'id', 'why', 'outcome'),
  component: lazyRouteComponent(() => import('../conversations/conversations-page.tsx'), 'ConversationsPage'),
})
const knowledge = createRoute({
  getParentRoute,
  path: '/knowledge',
  validateSearch: texts('place', 'topic', 'find', 'state', 'entry'),
  component: lazyRouteComponent(() => import('../knowledge/knowledge-page.tsx'), 'KnowledgePage'),
})
const releases = createRoute({
  getParentRoute,
  path: '/releases',
  validateSearch: texts('place', 'release'),
  component: lazyRouteComponent(() => import('../knowledge/releases-page.tsx'), 'ReleasesPage'),
})
const packs = createRoute({
  getParentRoute,
  path: '/packs',
  validateSearch: texts('pack', 'topic', 'find'),
  component: lazyRouteComponent(() => import('../packs/packs-page.tsx'), 'PacksPage'),
})
const lab = createRoute({
  getParentRoute,
  path: '/lab',
  validateSearch: texts('tab'),
  component: lazyRouteComponent(() => import('../lab/lab-page.tsx'), 'LabPage'),
})
const products = createRoute({
  getParentRoute,
  path: '/products',
  validateSearch: texts('category', 'shelf', 'product'),
  component: lazyRouteComponent(() => import('../goods/products-page.tsx'), 'ProductsPage'),
})
const orders = createRoute({
  getParentRoute,
  path: '/orders',
  validateSearch: texts('state', 'customer', 'order'),
  component: lazyRouteComponent(() => import('../goods/orders-page.tsx'), 'OrdersPage'),
})
const offers = createRoute({
  getParentRoute,
  path: '/offers',
  validateSearch: texts('tab', 'offer', 'state', 'room', 'kind', 'span'),
  component: lazyRouteComponent(() => import('../offers/offers-page.tsx'), 'OffersPage'),
})
const quote = createRoute({
  getParentRoute,
  path: '/quote',
  validateSearch: texts('sku', 'room'),
  component: lazyRouteComponent(() => import('../quote/quote-page.tsx'), 'QuotePage'),
})
const live = createRoute({
  getParentRoute,
  path: '/live',
  validateSearch: texts('room'),
  component: lazyRouteComponent(() => import('../live/live-page.tsx'), 'LivePage'),
})
const grants = createRoute({
  getParentRoute,
  path: '/grants',
  validateSearch: texts('offer', 'customer', 'state'),
  component: lazyRouteComponent(() => import('../grants/grants-page.tsx'), 'GrantsPage'),
})
const rules = createRoute({
  getParentRoute,
  path: '/rules',
  component: lazyRouteComponent(() => import('../settings/rules-page.tsx'), 'RulesPage'),
})
const channels = createRoute({
  getParentRoute,
  path: '/channels',
  component: lazyRouteComponent(() => import('../settings/channels-page.tsx'), 'ChannelsPage'),
})
const team = createRoute({
  getParentRoute,
  path: '/team',
  component: lazyRouteComponent(() => import('../settings/team-page.tsx'), 'TeamPage'),
})
const developer = createRoute({
  getParentRoute,
  path: '/developer',
  validateSearch: texts('tab', 'endpoint', 'state'),
  component: lazyRouteComponent(() => import('../settings/developer-page.tsx'), 'DeveloperPage'),
})
const audit = createRoute({
  getParentRoute,
  path: '/audit',
  validateSearch: texts('act'),
  component: lazyRouteComponent(() => import('../settings/audit-page.tsx'), 'AuditPage'),
})
const system = createRoute({
  getParentRoute,
  path: '/system',
  component: lazyRouteComponent(() => import('../settings/system-page.tsx'), 'SystemPage'),
})
const setup = createRoute({
  getParentRoute,
  path: '/setup',
  validateSearch: texts('step'),
  component: lazyRouteComponent(() => import('../setup/setup-page.tsx'), 'SetupPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    ...[today, conversations, knowledge, releases, packs, lab, products, orders],
    ...[offers, grants, quote, live],
    ...[rules, channels, team, developer, audit, system, setup],
  ]),
  basepath: '/console',
  defaultPreload: 'intent',
  defaultPendingComponent: PageWaiting,
  defaultErrorComponent: ({ error, reset }) => <PageFailed error={error} onRetry={reset} />,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
