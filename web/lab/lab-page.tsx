import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TrialScene, Tried } from '../api/trial.ts'
import { useShop } from '../frame/use-shop.ts'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { PageWaiting } from '../ui/waiting.tsx'
import { WhyView } from '../ui/why-view.tsx'
import { SaveCaseButton } from './save-case-button.tsx'
import { SceneForm } from './scene-form.tsx'
import { TestCases } from './test-cases.tsx'
import { TestChat } from './test-chat.tsx'
import { useIdeas } from './use-ideas.ts'
import { useTrial } from './use-trial.ts'

/** Play a buyer: who he is, what he looks at, what time it is; the robot answers as it would, and says why. */
export function LabPage() {
  const { t } = useTranslation()
  const { shop } = useShop()
  const { tab } = useSearch({ from: '/lab' })
  if (!shop) return <PageWaiting />
  const isCases = tab === 'cases'
  return (
    <Page title={t('page.lab')} hint={t(isCases ? 'cases.hint' : 'lab.hint')} isWide acts={<Tabs />}>
      {/* The talk outlives a look at the cases. */}
      <div hidden={isCases}>
        <Lab key={shop.shopId} shopId={shop.shopId} />
      </div>
      {isCases && <TestCases key={shop.shopId} shopId={shop.shopId} />}
    </Page>
  )
}

const TABS = ['chat', 'cases'] as const

function Tabs() {
  const { t } = useTranslation()
  const { tab } = useSearch({ from: '/lab' })
  const navigate = useNavigate({ from: '/lab' })
  return (
    <Segmented
      aria-label={t('lab.tabs')}
      value={tab === 'cases' ? 'cases' : 'chat'}
      options={TABS.map((value) => ({ value, label: t(`lab.tab-${value}`) }))}
      onChange={(value) => navigate({ search: { tab: value === 'chat' ? undefined : value } })}
    />
  )
}

function Lab({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const [scene, setScene] = useState<TrialScene>({ knowledge: 'published', channelKind: 'http', skipMs: 0 })
  const [chosen, setChosen] = useState<Tried | null>(null)
  const trial = useTrial(shopId, scene)
  const ideas = useIdeas()
  const shown = chosen ?? trial.last
  return (
    <div className="lab">
      <section className="card lab-scene" aria-label={t('lab.scene')}>
        <SceneForm shopId={shopId} scene={scene} onChange={setScene} trial={trial} />
        <SaveCaseButton shopId={shopId} trial={trial} scene={scene} />
      </section>
      <section className="card card-flush lab-chat">
        <TestChat trial={trial} ideas={ideas} chosen={chosen} onChoose={setChosen} />
      </section>
      <section className="card lab-why" aria-label={t('why.title')}>
        <h2>{t('why.title')}</h2>
        {shown?.why ? (
          <WhyView why={shown.why} />
        ) : (
          <Empty icon="flask" title={t('lab.noTrace')} text={t('lab.noTraceText')} />
        )}
      </section>
    </div>
  )
}
