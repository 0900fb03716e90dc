import type { Config } from './config.ts'
import { firstOwnerRoutes, type Route } from './http/index.ts'
import type { Clock } from './kernel/clock.ts'
import { closedSetup, createSetupCode, hasStaff } from './staff/index.ts'
import type { Database } from './storage/index.ts'

export interface OpenSetup {
  readonly routes: readonly Route[]
  /** What to print: how the first owner comes in. */
  told(address: string): readonly string[]
}

interface SetupGround {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
}

/** Where nobody works yet, whoever reads the server's own output becomes the first owner. The demo brings people of its own. */
export async function openSetup({ config, database, clock }: SetupGround): Promise<OpenSetup> {
  const isSecure = isSecureOf(config)
  if (config.values.DEMO || (await hasStaff(database)))
    return { routes: firstOwnerRoutes({ setupCode: closedSetup(), isSecure }), told: () => [] }
  const { setupCode, text } = createSetupCode(clock)
  return {
    routes: firstOwnerRoutes({ setupCode, isSecure }),
    told: (address) => [
      'Nobody works here yet. Make the first owner:',
      // Behind the hash: browsers do not send it, so that it stands in no log on the way.
      `Set up:      ${config.values.PUBLIC_URL ?? address}/console/#setup=${text}`,
      `Set-up code: ${text}`,
    ],
  }
}

/** True where people come by HTTPS: cookies are then marked Secure. */
export const isSecureOf = ({ values }: Config): boolean => values.PUBLIC_URL?.startsWith('https:') ?? false
