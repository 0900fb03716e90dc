import { useTranslation } from 'react-i18next'
import type { Owner } from '../api/shapes.ts'

const LOOKS: Readonly<Record<Owner, string>> = {
  robot: 'chip chip-blue',
  waiting: 'chip chip-bad',
  human: 'chip chip-good',
}

export function OwnerChip({ owner }: { readonly owner: Owner }) {
  const { t } = useTranslation()
  return <span className={LOOKS[owner]}>{t(`owner.${owner}`)}</span>
}
