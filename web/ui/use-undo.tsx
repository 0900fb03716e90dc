import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { newKey } from '../api/request.ts'
import { useProblem } from './use-problem.ts'

interface Done {
  /** What was done. */
  readonly said: string
  undo(): Promise<unknown>
}

const LONG_ENOUGH_S = 10

/** Says what was done, with the way back beside it. */
export function useUndo(): (done: Done) => void {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const onError = useProblem()
  return ({ said, undo }) => {
    const key = newKey()
    const takeBack = () => {
      message.destroy(key)
      undo().then(() => message.success(t('undo.done')), onError)
    }
    message.open({
      key,
      type: 'success',
      duration: LONG_ENOUGH_S,
      content: (
        <>
          {said}{' '}
          <button type="button" className="linkish undo" onClick={takeBack} data-testid="undo">
            {t('act.undo')}
          </button>
        </>
      ),
    })
  }
}
