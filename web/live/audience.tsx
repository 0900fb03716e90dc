import { useTranslation } from 'react-i18next'
import { sayCount } from '../ui/say.ts'
import { useQuestions } from './use-questions.ts'

/** How many watch, as the platform says, and how much they write. */
export function Audience({ shopId, roomId }: { readonly shopId: string; readonly roomId: string }) {
  const { t, i18n } = useTranslation()
  const { query, perMinute } = useQuestions(shopId, roomId)
  if (!query.data || query.data.received === 0) return null
  const { viewers } = query.data
  return (
    <span data-testid="audience">
      {viewers !== null && `${t('live.viewers', { count: sayCount(viewers, i18n.language) })} · `}
      {t('live.perMinute', { count: perMinute === null ? '—' : sayCount(perMinute, i18n.language) })}
    </span>
  )
}
