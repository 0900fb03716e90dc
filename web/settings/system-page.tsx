import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { listDeadDeliveries, readHealth, replayDelivery } from '../api/system.ts'
import { useMe } from '../frame/use-me.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { sayCount } from '../ui/say.ts'
import { useProblem } from '../ui/use-problem.ts'
import { When } from '../ui/when.tsx'
import { Backups, Jobs, Parked, Work } from './system-work.tsx'
import './settings.css'

const REFRESH_MS = 5000
const MB = 1024 * 1024

/** Is the installation well, and which replies did not get through. */
export function SystemPage() {
  const { t } = useTranslation()
  const { may } = useMe()
  return (
    <Page title={t('page.system')} hint={t('system.hint')}>
      <Health />
      <div className="health-work">
        <section className="card">
          <h2>{t('system.work')}</h2>
          <Work />
        </section>
        <section className="card">
          <h2>{t('system.parked')}</h2>
          <Parked />
        </section>
        <section className="card">
          <h2>{t('system.jobs')}</h2>
          <Jobs />
        </section>
        {may('system:write') && (
          <section className="card">
            <h2>{t('system.backups')}</h2>
            <Backups />
          </section>
        )}
        <section className="card">
          <h2>{t('system.dead')}</h2>
          <p className="quiet">{t('system.deadText')}</p>
          <DeadList />
        </section>
      </div>
    </Page>
  )
}

function Health() {
  const { t, i18n } = useTranslation()
  const query = useQuery({ queryKey: ['health'], queryFn: readHealth, refetchInterval: REFRESH_MS })
  return (
    <Loaded query={query} rows={3}>
      {(health) => (
        <div className="health">
          <Tile
            name="ready"
            value={t(health.isReady ? 'system.isReady' : 'system.isNot')}
            look={health.isReady ? 'better' : 'worse'}
          />
          <Tile name="version" value={health.version} />
          <Tile name="since" value={<When at={health.startedAt} />} />
          <Tile name="memory" value={`${Math.round(health.memoryBytes / MB)} MB`} />
          <Tile name="lag" value={`${(health.lagP99Seconds * 1000).toFixed(1)} ms`} />
          <Tile name="requests" value={sayCount(health.requests, i18n.language)} />
          <Tile
            name="answer"
            value={health.requests === 0 ? '—' : `${((health.requestSeconds / health.requests) * 1000).toFixed(1)} ms`}
          />
          <Tile name="inFlight" value={sayCount(health.inFlight, i18n.language)} />
        </div>
      )}
    </Loaded>
  )
}

interface TileProps {
  readonly name: string
  readonly value: ReactNode
  readonly look?: string
}

function Tile({ name, value, look }: TileProps) {
  const { t } = useTranslation()
  return (
    <div className="card">
      <span className="quiet">{t(`system.${name}`)}</span>
      <strong className={look}>{value}</strong>
    </div>
  )
}

function DeadList() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const query = useQuery({ queryKey: ['dead'], queryFn: listDeadDeliveries, refetchInterval: REFRESH_MS })
  const replay = useMutation({
    mutationFn: replayDelivery,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['dead'] })
      message.success(t('webhooks.replayed'))
    },
    onError: useProblem(),
  })
  return (
    <Loaded query={query} rows={3}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="check" title={t('system.noneDead')} />
        ) : (
          <div className="stack">
            {items.map((one) => (
              <div key={one.deliveryId} className="row between wrap">
                <span className="chip chip-bad">{one.state}</span>
                <span className="grow clip">{one.reason}</span>
                <span className="quiet small">
                  <When at={one.createdAt} />
                </span>
                <Button size="small" onClick={() => replay.mutate(one.deliveryId)}>
                  {t('webhooks.replay')}
                </Button>
              </div>
            ))}
          </div>
        )
      }
    </Loaded>
  )
}
