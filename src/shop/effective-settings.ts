import { type EffectiveSettings, SETTINGS_DEFAULTS } from './settings-defaults.ts'
import type { ShopSettings } from './shop-settings.ts'

export type SettingOrigin = 'organisation' | 'group' | 'shop' | 'default'

export interface SettingsInEffect {
  readonly settings: EffectiveSettings
  /** Who said it, per key; a policy stands as `policies.KEY`. */
  readonly sources: Readonly<Record<string, SettingOrigin>>
}

export interface SettingLayers {
  readonly organisation: ShopSettings
  /** Null for a shop without a group. */
  readonly group: ShopSettings | null
  readonly shop: ShopSettings
}

/** The nearest layer that says something wins, key by key; `policies` likewise key by key. */
export function inheritSettings(layers: SettingLayers): SettingsInEffect {
  const sources: Record<string, SettingOrigin> = {}
  for (const key of Object.keys(SETTINGS_DEFAULTS)) if (key !== 'policies') sources[key] = 'default'
  let settings = SETTINGS_DEFAULTS
  for (const origin of ['organisation', 'group', 'shop'] as const) {
    const said = withoutAbsent(layers[origin] ?? {})
    settings = { ...settings, ...said, policies: { ...settings.policies, ...withoutAbsent(said.policies ?? {}) } }
    for (const key of keysSaid(said)) sources[key] = origin
  }
  return { settings, sources }
}

// `{quietMs: undefined}` says nothing and must not hide what a farther layer says.
function withoutAbsent<Layer extends object>(layer: Layer): { [Key in keyof Layer]: Exclude<Layer[Key], undefined> }
function withoutAbsent(layer: object): object {
  return Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined))
}

function keysSaid(layer: ShopSettings): string[] {
  const policies = Object.keys(layer.policies ?? {}).map((key) => `policies.${key}`)
  return [...Object.keys(layer).filter((key) => key !== 'policies'), ...policies]
}
