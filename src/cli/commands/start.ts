import { startApp } from '../../app.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  name: 'start',
  summary: 'start everything: database, migrations, demo, server',
  options: {},
  async run({ config, print, say, stopping }) {
    const app = await startApp({ config, onProgress: say })
    for (const line of app.welcome) print(line)
    await new Promise<void>((resolve) => {
      if (stopping.aborted) resolve()
      else stopping.addEventListener('abort', () => resolve())
    })
    say('stopping (Ctrl-C again forces)')
    await app.stop()
  },
}
