import type { Command } from '../command.ts'
import { checkDatabase } from '../doctor/check-database.ts'
import { checkMachine } from '../doctor/check-machine.ts'
import { checkPacks } from '../doctor/check-packs.ts'
import { effectiveSettings } from '../doctor/effective-settings.ts'

const SIGNS = { good: 'ok', warning: 'warning', broken: 'BROKEN' } as const

export const command: Command = {
  name: 'doctor',
  summary: 'check this installation and show its effective settings',
  options: { json: { type: 'boolean', text: 'as JSON' } },
  async run(context) {
    const { config, print } = context
    const findings = [
      ...(await checkMachine(config)),
      ...(await checkDatabase(context)),
      await checkPacks(config.rootDir),
    ]
    const settings = effectiveSettings(config)
    if (context.options.json) print(JSON.stringify({ findings, settings }, null, 2))
    else {
      for (const { name, state, detail } of findings) print(`${SIGNS[state].padEnd(9)}${name.padEnd(12)}${detail}`)
      print('')
      for (const { name, value, source } of settings) print(`${name.padEnd(24)}${source.padEnd(13)}${value}`)
    }
    return findings.some(({ state }) => state === 'broken') ? 1 : 0
  },
}
