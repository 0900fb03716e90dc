import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { switchRobot } from '../api/house.ts'
import type { Shop } from '../api/shapes.ts'
import { Icon } from '../ui/icon.tsx'
import { useProblem } from '../ui/use-problem.ts'

export function LiveStep({ shop }: { readonly shop: Shop }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const live = useMutation({
    mutationFn: () => switchRobot(shop.shopId, true),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['shops'] })
      await navigate({ to: '/' })
    },
    onError: useProblem(),
  })
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name="rocket" size={26} />
      </span>
      <strong>{t(shop.robotOn ? 'setup.isLive' : 'setup.isReady', { shop: shop.name })}</strong>
      <span className="quiet">{t('setup.liveHint')}</span>
      <Button type="primary" size="large" onClick={() => live.mutate()} loading={live.isPending} data-testid="go-live">
        {t(shop.robotOn ? 'setup.toToday' : 'setup.goLive')}
      </Button>
    </div>
  )
}
