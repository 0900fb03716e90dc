import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { sayAgo, sayInstant } from './say.ts'

/** Some minutes ago; the exact time on hover. */
export function When({ at }: { readonly at: string }) {
  const { i18n } = useTranslation()
  return (
    <Tooltip title={sayInstant(at, i18n.language)}>
      <time dateTime={at}>{sayAgo(at, i18n.language)}</time>
    </Tooltip>
  )
}
