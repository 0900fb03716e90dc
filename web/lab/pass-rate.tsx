import { useTranslation } from 'react-i18next'
import type { TestRun } from '../api/shapes.ts'
import { sayShare } from '../ui/say.ts'
import { When } from '../ui/when.tsx'

/** How many of the cases pass, as a bar and in words. */
export function PassRate({ run }: { readonly run: TestRun }) {
  const { t, i18n } = useTranslation()
  const { passed, total, at, knowledge } = run
  const share = total === 0 ? 1 : passed / total
  const isWhole = passed === total
  return (
    <div className="pass-rate" role="status" data-testid="pass-rate">
      <div className="row between wrap">
        <strong className={isWhole ? 'better' : 'worse'}>
          {t('cases.passed', { passed, total })} · {sayShare(share, i18n.language)}
        </strong>
        <span className="quiet small">
          {t(`lab.${knowledge}`)} · <When at={at} />
        </span>
      </div>
      <div className="pass-bar" aria-hidden="true">
        <span className={isWhole ? 'pass-whole' : ''} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  )
}
