import { startApp } from '../../app.ts'
import { claimStart } from '../claim-start.ts'
import type { Command } from '../command.ts'

/** As shells tell of a program that Ctrl-C ended. */
const STOPPED_EARLY = 130

export const command: Command = {
  name: 'start',
  summary: 'start everything: database, migrations, demo, server',
  options: {},
  async run({ config, print, say, stopping }) {
    const release = await claimStart(config.values)
    const app = await startApp({ config, onProgress: say, stopping }).catch((error: unknown) => {
      if (!stopping.aborted) throw error
      say('stopped before it was ready')
      // Threads may still be learning: nobody waits for them any more.
      process.exit(STOPPED_EARLY)
    })
    for (const line of app.welcome) print(line)
    await new Promise<void>((resolve) => {
      if (stopping.aborted) resolve()
      else stopping.addEventListener('abort', () => resolve())
    })
    say('stopping (Ctrl-C again forces)')
    // What hangs must not keep the others: after this time the rest is left to the next start, which heals it.
    setTimeout(() => process.exit(1), config.values.SHUTDOWN_MS).unref()
    await app.stop()
    release()
  },
}
