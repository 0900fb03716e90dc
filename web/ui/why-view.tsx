import { useTranslation } from 'react-i18next'
import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import type { Why } from '../api/shapes.ts'
import { useScenarioTitle } from '../knowledge/use-scenarios.ts'
import { sayShare } from './say.ts'
import { useSayCondition } from './use-say-condition.ts'
import { useSayWhy } from './use-say-why.ts'
import './why.css'

/** The trace of a turn, told in the order in which it was thought: heard, understood, decided, chosen, quoted, remembered. */
export function WhyView({ why }: { readonly why: Why }) {
  const { t } = useTranslation()
  return (
    <div className="why">
      <Understood why={why} />
      <Decided why={why} />
      <Chosen why={why} />
      {why.quoted.length > 0 && (
        <Part title={t('why.quoted')}>
          {why.quoted.map((one) => (
            <div key={`${one.variable} ${one.sourceId}`} className="why-line">
              <strong>{one.value}</strong>
              <span className="quiet small mono">
                {one.variable} ← {one.sourceId}
              </span>
            </div>
          ))}
        </Part>
      )}
      <Part title={t('why.memory')}>
        {why.memoryUsed.length === 0 ? (
          <span className="quiet">{t('why.noMemory')}</span>
        ) : (
          <div className="row wrap">
            {why.memoryUsed.map((one) => (
              <span key={one} className="chip">
                {one}
              </span>
            ))}
          </div>
        )}
      </Part>
      <p className="why-foot mono">
        {t('why.versions', why.versions)}
        <br />
        {t('why.cost', why.costUs)}
      </p>
    </div>
  )
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="why-part">
    <h3>{title}</h3>
    {children}
  </section>
)

function Understood({ why }: { readonly why: Why }) {
  const { t } = useTranslation()
  const { wanted, focus, demandState, emotion } = why.understood
  return (
    <Part title={t('why.understood')}>
      {wanted.map((one) => (
        <div key={one.text} className="why-wanted">
          <div className="row between">
            <span className="why-quote">{one.text}</span>
            <span
              className={one.band === 'answer' ? 'chip chip-good' : one.band === 'confirm' ? 'chip chip-warn' : 'chip'}
            >
              {t(`band.${one.band}`)}
            </span>
          </div>
          {[...(one.best ? [one.best] : []), ...one.rivals].map((candidate, index) => (
            <Candidate key={candidate.entryId} candidate={candidate} isBest={index === 0} />
          ))}
          {!one.best && <span className="quiet small">{t('why.noCandidate')}</span>}
        </div>
      ))}
      <dl className="facts small">
        <dt>{t('why.stage')}</dt>
        <dd>{t(`stage.${demandState.value}`)}</dd>
        <dt>{t('why.mood')}</dt>
        <dd>{t(`mood.${emotion.kind}`)}</dd>
        {focus.product && (
          <>
            <dt>{t('why.product')}</dt>
            <dd>
              {focus.product.id} <span className="quiet">{t(`origin.${focus.product.origin}`)}</span>
            </dd>
          </>
        )}
        {focus.order && (
          <>
            <dt>{t('why.order')}</dt>
            <dd>
              {focus.order.id} <span className="quiet">{t(`origin.${focus.order.origin}`)}</span>
            </dd>
          </>
        )}
      </dl>
    </Part>
  )
}

type Rival = NonNullable<Why['understood']['wanted'][number]['best']>

function Candidate({ candidate, isBest }: { readonly candidate: Rival; readonly isBest: boolean }) {
  const { i18n } = useTranslation()
  const titleOf = useScenarioTitle()
  const { entryId, confidence, phrasing } = candidate
  return (
    <div className={isBest ? 'rival rival-best' : 'rival'}>
      <div className="row between">
        <span className="clip">{titleOf(entryId)}</span>
        <span>{sayShare(confidence, i18n.language)}</span>
      </div>
      <div className="rival-bar">
        <span style={{ width: `${Math.round(confidence * 100)}%` }} />
      </div>
      {phrasing && <span className="quiet small clip">≈ {phrasing}</span>}
    </div>
  )
}

function Decided({ why }: { readonly why: Why }) {
  const { t } = useTranslation()
  const sayWhy = useSayWhy()
  const titleOf = useScenarioTitle()
  return (
    <Part title={t('why.decided')}>
      {why.decided.acts.map((act) => (
        <div key={`${act.kind} ${act.entryId ?? act.why}`} className="why-line">
          <strong>
            {t(`act-kind.${act.kind}`)} {act.entryId && titleOf(act.entryId)}
          </strong>
          <span className="quiet small">{sayWhy(act.why)}</span>
        </div>
      ))}
      <details className="small">
        <summary>{t('why.policies')}</summary>
        {why.decided.considered.map(({ policy, outcome }) => (
          <div key={policy} className="row between">
            <span className="mono">{policy}</span>
            <span className="quiet">{t(outcome === 'taken' ? 'why.taken' : 'why.passed')}</span>
          </div>
        ))}
      </details>
    </Part>
  )
}

function Chosen({ why }: { readonly why: Why }) {
  const { t } = useTranslation()
  const titleOf = useScenarioTitle()
  if (why.chosen.length === 0) return null
  return (
    <Part title={t('why.chosen')}>
      {why.chosen.map((choice) => (
        <div key={choice.entryId} className="stack">
          <div className="row between">
            <strong>{titleOf(choice.entryId)}</strong>
            <Link to="/knowledge" search={{ entry: `fix:${choice.entryId}` }}>
              {t('why.fix')}
            </Link>
          </div>
          {choice.considered.map((answer) => (
            <div
              key={answer.answerId}
              className={answer.answerId === choice.answerId ? 'choice choice-taken' : 'choice'}
            >
              <div className="row between">
                <span className="mono">{answer.answerId}</span>
                {answer.answerId === choice.answerId && <span className="chip chip-good">{t('why.taken')}</span>}
              </div>
              <Conditions look="good" names={answer.met} />
              <Conditions look="bad" names={answer.failed} />
              <Conditions look="warn" names={answer.missing} />
            </div>
          ))}
        </div>
      ))}
    </Part>
  )
}

const SIGNS = { good: '✓', bad: '✗', warn: '?' }

interface ConditionProps {
  readonly look: keyof typeof SIGNS
  readonly names: readonly string[]
}

function Conditions({ look, names }: ConditionProps) {
  const say = useSayCondition()
  return names.map((name) => (
    <span key={name} className={`chip chip-${look} condition`} title={name}>
      {SIGNS[look]} {say(name)}
    </span>
  ))
}
