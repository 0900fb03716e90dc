import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { addChannel, listChannels } from '../api/settings.ts'
import type { Shop } from '../api/shapes.ts'
import { Loaded } from '../ui/loaded.tsx'
import { CopyButton } from '../ui/secret.tsx'
import { useProblem } from '../ui/use-problem.ts'

export function ChannelStep({ shop }: { readonly shop: Shop }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const query = useQuery({ queryKey: ['channels'], queryFn: listChannels })
  const add = useMutation({
    mutationFn: () => addChannel({ shopId: shop.shopId, kind: 'web', name: t('channel.web'), outboundUrl: null }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['channels'] }),
    onError: useProblem(),
  })
  const text = `<script async src="${window.location.origin}/widget.js" data-shop="${shop.shopId}"></script>`
  return (
    <Loaded query={query}>
      {({ items }) => {
        const own = items.filter(({ shopId }) => shopId === shop.shopId)
        return (
          <div className="stack">
            {own.map(({ channelId, name, kind }) => (
              <div key={channelId} className="row">
                <span className="chip chip-good">{t(`channel.${kind}`)}</span> {name}
              </div>
            ))}
            {own.some(({ kind }) => kind === 'web') ? (
              <>
                <div className="row between">
                  <span>{t('channels.snippet')}</span>
                  <CopyButton text={text} />
                </div>
                <pre className="code">{text}</pre>
              </>
            ) : (
              <div>
                <Button type="primary" onClick={() => add.mutate()} loading={add.isPending}>
                  {t('setup.addWeb')}
                </Button>
              </div>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}
