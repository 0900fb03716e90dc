import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../api/request.ts'
import { useSayReason } from './use-say-reason.ts'

/** Says what went wrong with an act: in our words where we have them, else in the server's, with its request id. */
export function useProblem(): (error: unknown) => void {
  const { t, i18n } = useTranslation()
  const { notification } = App.useApp()
  const sayReason = useSayReason()
  return (error) => {
    const problem = error instanceof ApiProblem ? error : null
    const key = `problem.${problem?.code ?? 'internal'}`
    notification.error({
      title: i18n.exists(key) ? t(key) : t('problem.internal'),
      description: problem
        ? [problem.field, sayReason(problem), problem.requestId].filter(Boolean).join(' · ')
        : String(error),
      placement: 'bottomRight',
    })
  }
}
