import type { Route } from '../route.ts'
import { type LiveCommentDeps, liveCommentRoutes } from '../routes/live-comments.ts'
import { liveOfferRoutes } from '../routes/live-offers.ts'
import { type LiveReportDeps, liveReportRoutes } from '../routes/live-report.ts'
import { type ToldDeps, toldRoutes } from '../routes/told-otherwise.ts'

export interface LiveTalkDeps extends ToldDeps, LiveCommentDeps, LiveReportDeps {}

/** What offers and shows have to do with the talk of buyers: who was told otherwise, and what viewers write. */
export const liveTalkRoutes = (deps: LiveTalkDeps): Route[] => [
  ...toldRoutes(deps),
  ...liveCommentRoutes(deps),
  ...liveReportRoutes(deps),
  ...liveOfferRoutes(),
]
