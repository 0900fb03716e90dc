import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { TestRun } from '../api/shapes.ts'
import { readSettings } from '../api/settings.ts'
import { runTestCases } from '../api/test-cases.ts'
import { PassRate } from '../lab/pass-rate.tsx'
import { Failed } from '../ui/failed.tsx'
import { Icon } from '../ui/icon.tsx'
import { sayShare } from '../ui/say.ts'
import '../lab/lab.css'

/** How the test cases of a shop fare on its drafts, and whether that is enough to publish. */
export function useTestVerdict(shopId: string | null) {
  const run = useQuery({
    queryKey: ['test-verdict', shopId],
    queryFn: () => runTestCases(shopId ?? '', 'drafts'),
    enabled: shopId !== null,
    gcTime: 0,
    retry: false,
  })
  const { data: settings } = useQuery({
    queryKey: ['settings', shopId],
    queryFn: () => readSettings(shopId ?? ''),
    enabled: shopId !== null,
  })
  const gate = settings?.effective.publishGate ?? 0
  const isHeld = run.data !== undefined && run.data.passed < gate * run.data.total
  return { run, gate, isHeld }
}

export function TestVerdict({ verdict }: { readonly verdict: ReturnType<typeof useTestVerdict> }) {
  const { t, i18n } = useTranslation()
  const { run, gate, isHeld } = verdict
  if (run.isError) return <Failed error={run.error} onRetry={() => run.refetch()} />
  if (run.isFetching || !run.data)
    return run.isFetching ? (
      <p className="quiet" role="status">
        {t('cases.running')}
      </p>
    ) : null
  if (run.data.total === 0) return null
  return (
    <div className="stack verdict" data-testid="verdict">
      <PassRate run={run.data} />
      {isHeld && (
        <p className="worse">
          <Icon name="alert" size={16} /> {t('cases.held', { share: sayShare(gate, i18n.language) })}
        </p>
      )}
      <FailedCases run={run.data} />
    </div>
  )
}

const MOST_NAMED = 5

function FailedCases({ run }: { readonly run: TestRun }) {
  const { t } = useTranslation()
  const failed = run.cases.filter(({ isPassed }) => !isPassed)
  if (failed.length === 0) return null
  return (
    <p className="small">
      {t('cases.failing', {
        names: failed
          .slice(0, MOST_NAMED)
          .map(({ name }) => name)
          .join(' · '),
      })}{' '}
      <Link to="/lab" search={{ tab: 'cases' }}>
        {t('cases.see')}
      </Link>
    </p>
  )
}
