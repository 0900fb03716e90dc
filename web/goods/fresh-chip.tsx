import { useTranslation } from 'react-i18next'
import { When } from '../ui/when.tsx'

/** When this copy was last known to be true, and whether that is recent enough to be told to a buyer. */
export function FreshChip({ seenAt, isFresh }: { readonly seenAt: string; readonly isFresh: boolean }) {
  const { t } = useTranslation()
  return (
    <span
      className={isFresh ? 'chip chip-good' : 'chip chip-warn'}
      title={t(isFresh ? 'goods.isFresh' : 'goods.isStale')}
    >
      <When at={seenAt} />
    </span>
  )
}
