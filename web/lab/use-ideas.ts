import { useTranslation } from 'react-i18next'

const IDEAS = ['shipping', 'freight', 'return', 'parcel', 'invoice'] as const

/** What buyers ask everywhere. */
export function useIdeas(): readonly string[] {
  const { t } = useTranslation()
  return IDEAS.map((idea) => t(`idea.${idea}`))
}
