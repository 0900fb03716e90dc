import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Talk } from '../api/shapes.ts'
import { listConversations } from '../api/talk.ts'
import { useShop } from '../frame/use-shop.ts'
import { sayContent } from '../ui/content-view.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { When } from '../ui/when.tsx'
import { buyerName } from './buyer-name.ts'
import { OwnerChip } from './owner-chip.tsx'

const REFRESH_MS = 4000

export function TalkList() {
  const { t } = useTranslation()
  const { shop } = useShop()
  const { owner, find, outcome, from, to, every } = useSearch({ from: '/conversations' })
  const shopId = every === 'yes' ? undefined : shop?.shopId
  const filter = { shopId, owner, find, outcome, from, to }
  const query = useInfiniteQuery({
    queryKey: ['talks', filter],
    queryFn: ({ pageParam }) => listConversations({ ...filter, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: REFRESH_MS,
    enabled: every === 'yes' || shop !== null,
  })
  if (query.isError && !query.data) return <Failed error={query.error} onRetry={() => query.refetch()} />
  if (!query.data) return <Waiting rows={10} />
  const talks = query.data.pages.flatMap(({ items }) => items)
  const isFiltered = Boolean(owner || find || outcome || from)
  if (talks.length === 0) return <NoTalks isFiltered={isFiltered} />
  return (
    <div className="talk-rows">
      {talks.map((talk) => (
        <TalkRow key={talk.conversationId} talk={talk} isEvery={every === 'yes'} />
      ))}
      {query.hasNextPage && (
        <div className="more">
          <Button onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
            {t('act.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function NoTalks({ isFiltered }: { readonly isFiltered: boolean }) {
  const { t } = useTranslation()
  if (isFiltered)
    return (
      <Empty
        icon="search"
        title={t('talks.nothingFound')}
        text={t('talks.nothingFoundText')}
        act={
          <Link to="/conversations" search={{}}>
            {t('talks.showAll')}
          </Link>
        }
      />
    )
  return (
    <Empty
      icon="chat"
      title={t('talks.none')}
      text={t('talks.noneText')}
      act={<Link to="/lab">{t('talks.tryIt')}</Link>}
    />
  )
}

function TalkRow({ talk, isEvery }: { readonly talk: Talk; readonly isEvery: boolean }) {
  const { t } = useTranslation()
  const { shops } = useShop()
  const shopName = shops.find(({ shopId }) => shopId === talk.shopId)?.name
  return (
    <Link
      to="/conversations"
      search={(before) => ({ ...before, id: talk.conversationId, why: undefined })}
      className="talk-row"
      activeOptions={{ includeSearch: true }}
      activeProps={{ className: 'talk-here' }}
      data-testid="talk-row"
    >
      <span className={`avatar avatar-${talk.owner}`}>{buyerName(talk.buyer).slice(0, 1)}</span>
      <span className="grow">
        <span className="row between">
          <strong className="clip">{buyerName(talk.buyer)}</strong>
          <span className="quiet small talk-when">
            <When at={talk.lastAt} />
          </span>
        </span>
        <span className="row between">
          <span className="quiet clip small">
            {talk.last &&
              t('talks.said', { who: t(`speaker.${talk.last.role}`), text: sayContent(talk.last.content, t) })}
          </span>
          {talk.owner !== 'robot' && <OwnerChip owner={talk.owner} />}
        </span>
        {isEvery && <span className="quiet small">{shopName}</span>}
      </span>
    </Link>
  )
}
