import type { Route } from '../route.ts'
import { type ToldDeps, toldRoutes } from '../routes/told-otherwise.ts'

export interface LiveTalkDeps extends ToldDeps {}

/** What offers and shows have to do with the talk of buyers: who was told otherwise, and what viewers write. */
export const liveTalkRoutes = (deps: LiveTalkDeps): Route[] => [...toldRoutes(deps)]
