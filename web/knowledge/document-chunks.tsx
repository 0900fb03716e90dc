import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { readChunks, type ShopDocument } from '../api/documents.ts'
import { Failed } from '../ui/failed.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { documentsKey } from './use-documents.ts'

interface ChunksProps {
  readonly shopId: string
  readonly document: ShopDocument
  readonly onClose: () => void
}

const PAGE = 100

/** The pieces of a document as the robot finds them, each with where it stands. Texts, whatever markup is in them. */
export function DocumentChunks({ shopId, document, onClose }: ChunksProps) {
  const { t } = useTranslation()
  const { documentId, version, title } = document
  const query = useInfiniteQuery({
    queryKey: [...documentsKey(shopId), documentId, version],
    queryFn: ({ pageParam }) => readChunks(shopId, documentId, pageParam),
    initialPageParam: -1,
    getNextPageParam: ({ items }) => (items.length < PAGE ? undefined : items.at(-1)?.chunk),
  })
  return (
    <Drawer open size="large" title={title} onClose={onClose}>
      <div className="stack">
        <p className="quiet small">{t('documents.noMoney')}</p>
        {query.isPending && <Waiting rows={6} />}
        {query.isError && <Failed error={query.error} onRetry={() => query.refetch()} />}
        {query.data?.pages.flatMap(({ items }) =>
          items.map((one) => (
            <section key={one.chunk} className="card" data-testid="document-chunk">
              <p className="quiet small">
                {one.place} {t('documents.characters', { from: one.from, to: one.to })}
              </p>
              <p style={{ whiteSpace: 'pre-wrap' }}>{one.text}</p>
            </section>
          )),
        )}
        {query.hasNextPage && (
          <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t('documents.more')}
          </Button>
        )}
      </div>
    </Drawer>
  )
}
