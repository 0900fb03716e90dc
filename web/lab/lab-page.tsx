import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TrialScene, Tried } from '../api/trial.ts'
import { useShop } from '../frame/use-shop.ts'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { PageWaiting } from '../ui/waiting.tsx'
import { WhyView } from '../ui/why-view.tsx'
import { SceneForm } from './scene-form.tsx'
import { TestChat } from './test-chat.tsx'
import { useIdeas } from './use-ideas.ts'
import { useTrial } from './use-trial.ts'

/** Play a buyer: who he is, what he looks at, what time it is; the robot answers as it would, and says why. */
export function LabPage() {
  const { shop } = useShop()
  if (!shop) return <PageWaiting />
  return <Lab key={shop.shopId} shopId={shop.shopId} />
}

function Lab({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const [scene, setScene] = useState<TrialScene>({ knowledge: 'published', channelKind: 'http', skipMs: 0 })
  const [chosen, setChosen] = useState<Tried | null>(null)
  const trial = useTrial(shopId, scene)
  const ideas = useIdeas()
  const shown = chosen ?? trial.last
  return (
    <Page title={t('page.lab')} hint={t('lab.hint')} isWide>
      <div className="lab">
        <section className="card lab-scene" aria-label={t('lab.scene')}>
          <SceneForm shopId={shopId} scene={scene} onChange={setScene} trial={trial} />
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
    </Page>
  )
}
