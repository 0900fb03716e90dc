import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { readMirror } from '../api/goods.ts'
import type { Shop } from '../api/shapes.ts'
import { listConversations } from '../api/talk.ts'
import { useEntries } from '../knowledge/use-entries.ts'
import { Icon, type IconName } from '../ui/icon.tsx'

/** What waits for somebody; nothing is shown when nothing waits. */
export function ToDo({ shop }: { readonly shop: Shop }) {
  const { t } = useTranslation()
  const { shopId } = shop
  const waiting = useQuery({
    queryKey: ['waiting', shopId],
    queryFn: () => listConversations({ shopId, owner: 'waiting' }),
    refetchInterval: 10_000,
  })
  const mirror = useQuery({ queryKey: ['mirror', shopId], queryFn: () => readMirror(shopId) })
  const { data: entries = [] } = useEntries(shopId)
  const drafts = entries.filter(({ draft }) => draft !== null).length
  const stale = mirror.data?.items.filter(({ problem, syncedAt }) => problem !== null && syncedAt !== null).length ?? 0
  const waits = waiting.data?.items.length ?? 0
  if (waits + drafts + stale === 0 && shop.robotOn) return null
  return (
    <div className="to-dos">
      {!shop.robotOn && (
        <Alarm icon="robot" look="bad">
          {t('todo.robotOff')}
        </Alarm>
      )}
      {waits > 0 && (
        <Link to="/conversations" search={{ owner: 'waiting' }} className="to-do to-do-bad" data-testid="todo-waiting">
          <Icon name="hand" />
          {t('todo.waiting', { count: waits })}
          <Icon name="arrow" size={16} />
        </Link>
      )}
      {drafts > 0 && (
        <Link to="/knowledge" search={{ state: 'draft' }} className="to-do">
          <Icon name="book" />
          {t('todo.drafts', { count: drafts })}
          <Icon name="arrow" size={16} />
        </Link>
      )}
      {stale > 0 && (
        <Link to="/products" className="to-do to-do-warn">
          <Icon name="alert" />
          {t('todo.stale', { count: stale })}
          <Icon name="arrow" size={16} />
        </Link>
      )}
    </div>
  )
}

const Alarm = ({
  icon,
  look,
  children,
}: {
  readonly icon: IconName
  readonly look: string
  readonly children: ReactNode
}) => (
  <div className={`to-do to-do-${look}`} role="status">
    <Icon name={icon} />
    {children}
  </div>
)
