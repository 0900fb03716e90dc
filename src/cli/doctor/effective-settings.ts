import type { Config, SettingSource } from '../../config.ts'
import { withoutSecret } from '../../storage/index.ts'

export interface SettingLine {
  readonly name: string
  readonly value: string
  readonly source: SettingSource
}

const SECRET = /SECRET|PASSWORD|TOKEN|KEY/

/** What this process would run with, and where each value comes from. Secrets are masked. */
export function effectiveSettings(config: Config): SettingLine[] {
  return Object.entries(config.sources).map(([name, source]) => {
    const value = Object.entries(config.values).find(([other]) => other === name)?.[1]
    return { name, value: shown(name, value), source }
  })
}

function shown(name: string, value: unknown): string {
  if (value === undefined) return ''
  if (SECRET.test(name)) return '***'
  return name.endsWith('_URL') ? withoutSecret(String(value)) : String(value)
}
