import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { exportAddress } from '../api/knowledge.ts'
import { Icon } from '../ui/icon.tsx'

/** The workspace as a file that the import reads back. */
export function ExportButton({ scopeId }: { readonly scopeId: string }) {
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'zh'
  return (
    <Dropdown
      menu={{
        items: (['xlsx', 'csv'] as const).map((format) => ({
          key: format,
          label: (
            <a href={exportAddress(scopeId, format, language)} download={`knowledge.${format}`}>
              {t(`export.${format}`)}
            </a>
          ),
        })),
      }}
      trigger={['click']}
    >
      <Button icon={<Icon name="down" size={16} />}>{t('export.open')}</Button>
    </Dropdown>
  )
}
