import { join } from 'node:path'
import { createHttpChannel } from '../../src/channel/http/index.ts'
import { createAccountBook } from '../../src/delivery/index.ts'
import { createEgress } from '../../src/egress/index.ts'
import {
  createBus,
  createPathGateway,
  figureRoutes,
  houseRoutes,
  type KnowledgeDeps,
  knowledgeRoutes,
  messagingRoutes,
  offerDeskRoutes,
  openComments,
  openWidget,
  type Route,
  talkRoutes,
  testCaseRoutes,
  trialRoutes,
} from '../../src/http/index.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import type { Logger } from '../../src/kernel/logger.ts'
import { createPacks, loadTableWords } from '../../src/knowledge/index.ts'
import { missingSpeech } from '../../src/reply/index.ts'
import { createOfferLedgers } from '../../src/offer/index.ts'
import { type Authenticator, createCredentialCheck } from '../../src/staff/index.ts'
import type { Database } from '../../src/storage/index.ts'
import { createKnowledgeViews, createPath, createShopModels, type Path } from '../../src/turn/index.ts'
import { entryOf as scenarioOf, packOf } from '../knowledge-fixture.ts'
import { OUTSIDE_PORTS } from './outside-page.ts'

// Whatever the robot says of itself, it has words for.
const SPEECH = Object.fromEntries(missingSpeech({}).map((key) => [key, { zh: [key], en: [key] }]))
const PACKS = createPacks([{ ...packOf([scenarioOf('general.gift.has')], { industry: 'apparel' }), speech: SPEECH }])
/** Turns run at once, and what they send goes nowhere. */
const NO_WAITING = {
  schedule: (_delayMs: number, run: () => void) => {
    const handle = setImmediate(run)
    return () => clearImmediate(handle)
  },
  announce: () => undefined,
  dispatch: () => undefined,
  wakeHandlers: () => undefined,
}

interface Ground {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly authenticator: Authenticator
  readonly tries: number
}

const NOBODY_TOLD = { listeners: { forget: () => undefined }, wakeWebhooks: () => undefined }

/** All routes of the product on a real path, as `app.ts` wires them. New route families are added here. */
export async function furnishHouse(ground: Ground): Promise<{ routes: Route[]; path: Path }> {
  const { database, clock, logger, authenticator, tries } = ground
  const tableWords = await loadTableWords(join(import.meta.dirname, '../../packs'))
  const egress = createEgress({ clock, loopbackPorts: OUTSIDE_PORTS })
  const knowledge = createKnowledgeViews(PACKS)
  const models = createShopModels({ database, knowledge, maxBytes: 1e8, now: clock.now })
  const trials = { database, models, knowledge }
  const knowledgeChanged: KnowledgeDeps['knowledgeChanged'] = ({ shopIds }) => shopIds.forEach(models.forget)
  const accounts = createAccountBook({ database, clock })
  const isPulled = async (id: string) => (await accounts.find(id))?.outboundUrl === null
  const path = createPath({ database, clock, logger, models, isPulled, ...NO_WAITING })
  const credentials = createCredentialCheck({ database, clock, tries })
  const gateway = createPathGateway({ database, accounts, path, bus: createBus() })
  const ledgers = createOfferLedgers({ database, maxRows: 1000 })
  const channels = [createHttpChannel({ egress, clock })]
  const delivery = { dispatch: () => undefined, idle: async () => undefined }
  const announce = () => undefined
  const comments = openComments({ database, clock, models, accounts, path, onError: () => undefined })
  const routes = [
    ...openWidget({ database, clock, accounts, models, gateway, folder: 'dist/widget' }).routes,
    ...houseRoutes({ database, authenticator, credentials, isSecure: false }),
    ...knowledgeRoutes({ egress, packs: PACKS, tableWords, knowledgeChanged, trials }),
    ...offerDeskRoutes({
      ...{ database, ledgers, models, accounts, channels, path, delivery, announce, comments },
      grants: { database, clock, give: async ({ grantId }) => ({ kind: 'done', receipt: grantId }) },
    }),
    ...[...trialRoutes(trials), ...testCaseRoutes(trials), ...figureRoutes()],
    ...messagingRoutes({ accounts, egress, channelKinds: ['http'], ...NOBODY_TOLD }),
    ...talkRoutes({
      database,
      path,
      models,
      channels,
      findAccount: accounts.find,
      delivery,
      announce,
    }),
  ]
  return { routes, path }
}
