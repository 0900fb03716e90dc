import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Synced } from './use-sync.ts'

const MS = 1000

/** A change holds from its acknowledgement on: so long it took, and this is the version that the robot answers by. */
export function SyncLine({ last, version }: { readonly last: Synced | null; readonly version: number | undefined }) {
  const { t } = useTranslation()
  const shown = Math.max(version ?? 0, last?.version ?? 0)
  // Runs when the line is in the page: from the hand to the eye, for whoever measures.
  useEffect(() => {
    if (last) performance.measure('live-change', { start: last.began })
  }, [last])
  return (
    <p className="sync-line" role="status" data-testid="sync" data-version={shown}>
      {last
        ? t('live.synced', { seconds: (last.tookMs / MS).toFixed(1), version: shown })
        : t('live.inStep', { version: shown })}
    </p>
  )
}
