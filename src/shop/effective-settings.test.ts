import { expect, test } from 'vitest'
import { inheritSettings } from './effective-settings.ts'
import { SETTINGS_DEFAULTS } from './settings-defaults.ts'

test('a shop that says nothing runs by the defaults, and every source says so', () => {
  const { settings, sources } = inheritSettings({ organisation: {}, group: null, shop: {} })
  expect(settings).toEqual(SETTINGS_DEFAULTS)
  expect(new Set(Object.values(sources))).toEqual(new Set(['default']))
})

test('the nearest layer wins key by key, policies as well', () => {
  const { settings, sources } = inheritSettings({
    organisation: { quietMs: 500, focusDays: 5, policies: { returnDays: 7, couriers: 'organisation', refundDays: 3 } },
    group: { focusDays: 6, policies: { couriers: 'group' } },
    shop: { policies: { returnDays: 15 } },
  })
  expect(settings).toMatchObject({ quietMs: 500, focusDays: 6, sessionGapMinutes: 30 })
  expect(settings.policies).toEqual({ returnDays: 15, couriers: 'group', refundDays: 3 })
  expect(sources).toMatchObject({
    quietMs: 'organisation',
    focusDays: 'group',
    sessionGapMinutes: 'default',
    'policies.returnDays': 'shop',
    'policies.couriers': 'group',
    'policies.refundDays': 'organisation',
  })
})
