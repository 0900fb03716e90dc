import type { Route } from '../route.ts'
import { type LiveTalkDeps, liveTalkRoutes } from './live-talk-routes.ts'
import { liveRoomRoutes } from '../routes/live-rooms.ts'
import { type GrantDeps, grantRoutes } from '../routes/offer-grants.ts'
import { offerQuoteRoutes } from '../routes/offer-quote.ts'
import { offerStopRoutes } from '../routes/offer-stop.ts'
import { type OfferDeps, offerRoutes } from '../routes/offers.ts'

export interface OfferRouteDeps extends OfferDeps, GrantDeps, LiveTalkDeps {}

/** The ledger of offers, what is given of it, its emergency stop, and the live rooms that are its entrances. */
export const offerDeskRoutes = (deps: OfferRouteDeps): Route[] => [
  ...offerRoutes(deps),
  ...offerQuoteRoutes(deps),
  ...offerStopRoutes(),
  ...liveRoomRoutes(),
  ...grantRoutes(deps),
  ...liveTalkRoutes(deps),
]
