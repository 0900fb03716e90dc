import { useTranslation } from 'react-i18next'
import type { Expectation, TestRun } from '../api/shapes.ts'
import { sayContent } from '../ui/content-view.tsx'
import { useEntryTitles } from './use-entry-titles.ts'

type Result = TestRun['cases'][number]

/** Turn by turn: what the robot said, what was expected of it and what came instead. */
export function CaseResult({ shopId, result }: { readonly shopId: string; readonly result: Result }) {
  const { t } = useTranslation()
  const say = useExpectationWords(shopId)
  return (
    <ol className="case-turns">
      {result.turns.map(({ said, contents, failures }, place) => (
        <li key={place} className={failures.length > 0 ? 'case-turn case-failed' : 'case-turn'}>
          <div className="case-said">{sayContent(said, t)}</div>
          <div className="small quiet">
            {contents.map((content) => sayContent(content, t)).join(' / ') || t('cases.silent')}
          </div>
          {failures.map(({ expected, actual }) => (
            <dl key={JSON.stringify(expected)} className="facts small" data-testid="failure">
              <dt>{t('cases.expected')}</dt>
              <dd className="better">
                {t(`expect.${expected.kind}`)} {say(expected.kind, valueOf(expected))}
              </dd>
              <dt>{t('cases.actual')}</dt>
              <dd className="worse">
                {actual.map((one) => say(expected.kind, one)).join(' / ') || t('cases.nothing')}
              </dd>
            </dl>
          ))}
        </li>
      ))}
    </ol>
  )
}

const valueOf = (one: Expectation): string =>
  one.kind === 'text' ? one.text : one.kind === 'act' ? one.act : one.entryId

function useExpectationWords(shopId: string): (kind: Expectation['kind'], value: string) => string {
  const { t } = useTranslation()
  const { titleOf } = useEntryTitles(shopId)
  return (kind, value) => {
    if (kind === 'text') return t('cases.quoted', { text: value })
    return kind === 'act' ? t(`act-kind.${value}`) : titleOf(value)
  }
}
