import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Progress } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Shop } from '../api/shapes.ts'
import { useShop } from '../frame/use-shop.ts'
import { Icon } from '../ui/icon.tsx'
import { Page } from '../ui/page.tsx'
import { PageWaiting } from '../ui/waiting.tsx'
import { ChannelStep } from './channel-step.tsx'
import { GoodsStep } from './goods-step.tsx'
import { LiveStep } from './live-step.tsx'
import { PackStep } from './pack-step.tsx'
import { ReceptionStep } from './reception-step.tsx'
import { ShopStep } from './shop-step.tsx'
import { TrialStep } from './trial-step.tsx'
import { useDone } from './use-done.ts'
import '../settings/settings.css'
import './setup.css'

const STEPS = ['shop', 'channel', 'goods', 'packs', 'reception', 'trial', 'live'] as const
type Step = (typeof STEPS)[number]

const VIEWS: Readonly<Record<Exclude<Step, 'shop'>, (shop: Shop) => ReactNode>> = {
  channel: (shop) => <ChannelStep shop={shop} />,
  goods: (shop) => <GoodsStep shop={shop} />,
  packs: (shop) => <PackStep shop={shop} />,
  reception: (shop) => <ReceptionStep shop={shop} />,
  trial: (shop) => <TrialStep shop={shop} />,
  live: (shop) => <LiveStep shop={shop} />,
}

/** From nothing to a robot that answers, in seven steps; each can be skipped and entered again. */
export function SetupPage() {
  const { t } = useTranslation()
  const { shop, isPending } = useShop()
  const done = useDone(shop)
  const { step } = useSearch({ from: '/setup' })
  const navigate = useNavigate({ from: '/setup' })
  if (isPending) return <PageWaiting />
  const here = (shop && STEPS.find((one) => one === step)) || 'shop'
  const place = STEPS.indexOf(here)
  const go = (to: number) => navigate({ search: (before) => ({ ...before, step: STEPS[to] }) })
  return (
    <Page title={t('page.setup')} hint={t('setup.hint')}>
      <Progress
        percent={Math.round((Math.max(place, done.size) / STEPS.length) * 100)}
        showInfo={false}
        size="small"
        aria-label={t('setup.progress')}
      />
      <div className="setup">
        <ol className="setup-steps">
          {STEPS.map((one, at) => (
            <li key={one}>
              <button
                type="button"
                className={one === here ? 'leaf leaf-here' : 'leaf'}
                aria-current={one === here ? 'step' : undefined}
                disabled={!shop && at > 0}
                onClick={() => go(at)}
              >
                <span className={done.has(one) ? 'step-mark step-done' : 'step-mark'}>
                  {done.has(one) ? <Icon name="check" size={14} /> : at + 1}
                </span>
                {t(`setup.${one}`)}
              </button>
            </li>
          ))}
        </ol>
        <section className="card setup-body" aria-label={t(`setup.${here}`)}>
          <h2>{t(`setup.${here}`)}</h2>
          <p className="quiet">{t(`setup.${here}-text`)}</p>
          {here === 'shop' || !shop ? <ShopStep onDone={() => go(1)} /> : VIEWS[here](shop)}
          <div className="setup-foot row between">
            <Button disabled={place === 0} onClick={() => go(place - 1)}>
              {t('setup.back')}
            </Button>
            {place < STEPS.length - 1 && (
              <Button type="primary" disabled={!shop} onClick={() => go(place + 1)} data-testid="setup-next">
                {t('setup.next')}
              </Button>
            )}
          </div>
        </section>
      </div>
    </Page>
  )
}
