import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { get, post, put } from '../api/request.ts'
import type { Listed, Shop } from '../api/shapes.ts'
import { listPacks, titleIn } from '../knowledge/use-scenarios.ts'
import { type Subscription, usePackChange } from '../packs/use-pack-change.ts'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { OwnAnswer } from './own-answer.tsx'

export function PackStep({ shop }: { readonly shop: Shop }) {
  const { t, i18n } = useTranslation()
  const place = `/shops/${shop.shopId}/packs`
  const packs = useQuery({ queryKey: ['packs'], queryFn: listPacks, staleTime: Number.POSITIVE_INFINITY })
  const used = useQuery({ queryKey: ['shop-packs', shop.shopId], queryFn: () => get<Listed<Subscription>>(place) })
  const change = usePackChange(shop.shopId)
  return (
    <Loaded query={packs}>
      {({ items }) => (
        <>
          <div className="choices">
            {items.map((pack) => {
              const subscription = used.data?.items.find(({ packId }) => packId === pack.packId)
              const isOn = subscription?.enabled ?? false
              return (
                <button
                  key={pack.packId}
                  type="button"
                  className="choice-card"
                  aria-pressed={isOn}
                  disabled={change.isPending}
                  onClick={() =>
                    change.mutate(() =>
                      subscription
                        ? put(`${place}/${pack.packId}`, { enabled: !isOn })
                        : post(`${place}/${pack.packId}/subscribe`),
                    )
                  }
                >
                  <Icon name={isOn ? 'check' : 'box'} />
                  <strong>{titleIn(pack.title, i18n.language)}</strong>
                  <span className="quiet small">
                    {pack.scenarios} {t('packs.scenarios')}
                  </span>
                </button>
              )
            })}
          </div>
          <OwnAnswer shopId={shop.shopId} />
        </>
      )}
    </Loaded>
  )
}
