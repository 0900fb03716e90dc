import { useTranslation } from 'react-i18next'
import type { ValidityRule } from '../api/shapes.ts'
import { sayInstant } from '../ui/say.ts'

/** A period in words: its days, its hours, its dates. */
export function useRuleWords(): (rule: ValidityRule) => string {
  const { t, i18n } = useTranslation()
  const say = (at: string | null, open: string) => (at === null ? t(open) : sayInstant(at, i18n.language))
  return ({ ranges, weekdays, hours }) => {
    const parts = [
      ranges?.map(({ from, to }) => `${say(from, 'periods.ever')} – ${say(to, 'periods.on')}`).join(', '),
      weekdays?.map((day) => t(`day.${day}`)).join(' '),
      hours?.map(({ from, to }) => `${from}–${to}`).join(', '),
    ]
    return parts.filter(Boolean).join(' · ') || t('when.always')
  }
}
