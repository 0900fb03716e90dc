import type { Config } from './config.ts'
import type { Clock } from './kernel/clock.ts'
import { closedSetup, createSetupCode, hasStaff, type SetupCode } from './staff/index.ts'
import type { Database } from './storage/index.ts'

export interface OpenSetup {
  readonly setupCode: SetupCode
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
  if (config.values.DEMO || (await hasStaff(database))) return { setupCode: closedSetup(), told: () => [] }
  const { setupCode, text } = createSetupCode(clock)
  return {
    setupCode,
    told: (address) => [
      'Nobody works here yet. Make the first owner:',
      // Behind the hash: browsers do not send it, so that it stands in no log on the way.
      `Set up:      ${config.values.PUBLIC_URL ?? address}/console/#setup=${text}`,
      `Set-up code: ${text}`,
    ],
  }
}
