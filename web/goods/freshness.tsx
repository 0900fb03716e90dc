import { useQuery } from '@tanstack/react-query'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { readMirror } from '../api/goods.ts'
import { When } from '../ui/when.tsx'

/** Kind by kind, when the copy of the shop system was last complete. */
export function Freshness({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const { data: mirror } = useQuery({
    queryKey: ['mirror', shopId],
    queryFn: () => readMirror(shopId),
    refetchInterval: 30_000,
  })
  if (!mirror || mirror.items.length === 0) return null
  return (
    <div className="freshness">
      {mirror.items.map(({ kind, syncedAt, isFresh, problem }) => (
        <Tooltip key={kind} title={problem ? t('goods.problem') : t(isFresh ? 'goods.isFresh' : 'goods.isStale')}>
          <span
            className={problem && !isFresh ? 'chip chip-bad' : isFresh ? 'chip chip-good' : 'chip chip-warn'}
            tabIndex={0}
            role="note"
          >
            {t(`mirror.${kind}`)} · {syncedAt ? <When at={syncedAt} /> : t('goods.never')}
          </span>
        </Tooltip>
      ))}
    </div>
  )
}
