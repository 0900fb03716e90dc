import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Command } from '../command.ts'

export const command: Command = {
  name: 'bench',
  summary: 'measure Xiaoer beside the floor: CPU a message, latency, shops in memory',
  options: {
    only: { type: 'string', text: 'stages, by comma: http, socket, latency, parts, residence' },
    rounds: { type: 'string', text: 'rounds of each side', default: '5' },
    seconds: { type: 'string', text: 'seconds a round', default: '15' },
    fresh: { type: 'boolean', text: 'measure again what is done already' },
  },
  /** A process of its own: what measures must not live in what is measured. */
  async run({ options, config, stopping }) {
    const words = Object.entries(options).flatMap(([name, value]) =>
      value === undefined || value === false ? [] : value === true ? [`--${name}`] : [`--${name}`, value],
    )
    const script = join(config.rootDir, 'bench', 'run.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...words], { stdio: 'inherit' })
    stopping.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
    const [code] = await once(child, 'exit')
    return code === 0 ? 0 : 1
  },
}
