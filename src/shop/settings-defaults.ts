import type { ShopSettings } from './shop-settings.ts'

/** Everything a shop runs by; only `policies` may lack keys. */
export type EffectiveSettings = { readonly [Key in keyof ShopSettings]-?: Exclude<ShopSettings[Key], undefined> }

/** What holds where neither organisation nor group nor shop says anything. Policies have no defaults: what is not set is not said. */
export const SETTINGS_DEFAULTS: EffectiveSettings = {
  policies: {},
  hours: [],
  timeZoneOffsetMinutes: 480,
  language: 'zh',
  quietMs: 800,
  sessionGapMinutes: 30,
  answerThreshold: 0.7,
  confirmThreshold: 0.4,
  focusDays: 21,
  // Empty = the name that the general pack gives the robot.
  assistantName: '',
  publishGate: 0,
  handoffAfterMisses: 2,
  compensationLimitFen: 0,
  nonReturnableCategories: [],
  modelTasks: [],
  modelWaitMs: 3000,
  modelDailyTokens: 200_000,
}
