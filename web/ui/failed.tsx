import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../api/request.ts'
import { Icon } from './icon.tsx'
import { useSayReason } from './use-say-reason.ts'

interface FailedProps {
  readonly error: unknown
  readonly onRetry: () => void
}

/** Part of a page that could not be loaded: why, under which request id, and once more. */
export function Failed({ error, onRetry }: FailedProps) {
  const { t, i18n } = useTranslation()
  const problem = error instanceof ApiProblem ? error : null
  const sayReason = useSayReason()
  const reason = problem && sayReason(problem)
  const key = `problem.${problem?.code ?? 'internal'}`
  return (
    <div className="empty" role="alert">
      <Icon name="alert" size={28} />
      <strong>{i18n.exists(key) ? t(key) : t('problem.internal')}</strong>
      {reason && <span className="quiet">{reason}</span>}
      {problem?.requestId && (
        <span className="mono quiet">
          {t('problem.requestId')} {problem.requestId}
        </span>
      )}
      <Button onClick={onRetry}>{t('act.retry')}</Button>
    </div>
  )
}

export function PageFailed({ error, onRetry }: FailedProps) {
  return (
    <div className="page">
      <Failed error={error} onRetry={onRetry} />
    </div>
  )
}
