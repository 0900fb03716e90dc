import { startApp } from '../../app.ts'
import type { Config } from '../../config.ts'
import { createEgress } from '../../egress/index.ts'
import { systemClock } from '../../kernel/clock.ts'
import type { Command } from '../command.ts'

const TIMEOUT_MS = 30_000
const MAX_BYTES = 32 * 1024 * 1024

export const command: Command = {
  name: 'openapi',
  summary: 'print the OpenAPI 3.1 document of the whole API',
  options: {},
  async run({ config, print, say }) {
    // Asked of the real server, so that the document can be no other than the one it serves.
    const app = await startApp({ config: quiet(config), onProgress: say })
    const port = Number(new URL(app.address).port)
    const egress = createEgress({ clock: systemClock, loopbackPorts: new Set([port]) })
    try {
      const url = `${app.address}/api/v1/openapi.json`
      const answer = await egress.request({ method: 'GET', url, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES })
      if (!answer.ok) throw new Error(`the server did not give its document: ${answer.problem.reason}`)
      print(answer.value.body.toString('utf8'))
    } finally {
      egress.close()
      await app.stop()
    }
  },
}

/** Any free port, and no demo shop beside: it may run beside a server that is up. */
const quiet = (config: Config): Config => ({
  ...config,
  values: { ...config.values, PORT: 0, HOST: '127.0.0.1', DEMO: false },
})
