import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { listTold } from '../api/live.ts'
import type { ToldOtherwise } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useGoods } from '../offers/use-goods.ts'
import { sayFen } from '../offers/use-say-rule.ts'
import { Loaded } from '../ui/loaded.tsx'
import { When } from '../ui/when.tsx'
import { useCorrectTold } from './use-correct-told.ts'

const FRESH_MS = 3000

/** Talks that heard a figure which no longer holds, and the correction to each or to all. */
export function ToldList({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const query = useQuery({
    queryKey: ['told-otherwise', shopId],
    queryFn: () => listTold(shopId),
    refetchInterval: FRESH_MS,
  })
  const correct = useCorrectTold(shopId)
  const items = query.data?.items ?? []
  // One talk may have heard several figures.
  const talks = new Set(items.map(({ conversationId }) => conversationId)).size
  return (
    <section data-testid="told" data-count={query.data ? talks : ''}>
      <div className="row between wrap">
        <h2 className="section-title">{t('live.told')}</h2>
        {items.length > 0 && may('offers:write') && (
          <Button
            type="primary"
            size="small"
            loading={correct.isPending}
            onClick={() => correct.mutate(undefined)}
            data-testid="correct-all"
          >
            {t('live.toldAll', { count: talks })}
          </Button>
        )}
      </div>
      <Loaded query={query} rows={2}>
        {(page) =>
          page.items.length === 0 ? (
            <p className="quiet small">{t('live.toldNone')}</p>
          ) : (
            <ul className="terms">
              {page.items.map((one) => (
                <li key={`${one.conversationId} ${one.key}`} className="row between">
                  <Told shopId={shopId} one={one} />
                  {may('offers:write') && (
                    <Button size="small" disabled={correct.isPending} onClick={() => correct.mutate([one])}>
                      {t('live.toldOne')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {query.data && query.data.next !== null && <p className="quiet small">{t('live.toldFew')}</p>}
    </section>
  )
}

function Told({ shopId, one }: { readonly shopId: string; readonly one: ToldOtherwise }) {
  const { t, i18n } = useTranslation()
  const { products } = useGoods(shopId)
  const [line] = one.lines
  const title = products.find(({ productId }) => productId === line?.productId)?.title ?? line?.productId
  const said =
    one.told.fen === null || one.now === null
      ? t('live.toldGone')
      : t('live.toldWas', { before: sayFen(one.told.fen, i18n.language), now: sayFen(one.now.fen, i18n.language) })
  return (
    <span className="grow">
      <Link to="/conversations" search={{ id: one.conversationId, every: 'yes' }}>
        {said}
      </Link>{' '}
      <span className="quiet small">
        {title} {one.entrance} · <When at={one.toldAt} />
      </span>
    </span>
  )
}
