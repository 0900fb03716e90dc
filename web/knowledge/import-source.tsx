import { Button, Input, Segmented, Upload } from 'antd'
import { useTranslation } from 'react-i18next'
import { exportAddress } from '../api/knowledge.ts'
import { Icon } from '../ui/icon.tsx'

export type Way = 'file' | 'paste'

interface SourceProps {
  readonly scopeId: string
  readonly isBusy: boolean
  readonly way: Way
  readonly onWay: (way: Way) => void
  readonly pasted: string
  readonly onPasted: (text: string) => void
  readonly onSource: (file: Blob) => void
}

const CSV = 'text/csv'
const TEXT = 'text/plain'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A file or a text: what the owner has. */
export function ImportSource(props: SourceProps) {
  const { t } = useTranslation()
  return (
    <>
      <Segmented<Way>
        aria-label={t('import.by')}
        value={props.way}
        options={(['file', 'paste'] as const).map((value) => ({ value, label: t(`import.by-${value}`) }))}
        onChange={props.onWay}
        data-testid="import-way"
      />
      {props.way === 'file' ? <ByFile {...props} /> : <ByPaste {...props} />}
    </>
  )
}

function ByFile({ scopeId, isBusy, onSource }: SourceProps) {
  const { t, i18n } = useTranslation()
  return (
    <>
      <p className="quiet">
        {t('import.ownText')}{' '}
        <a href={exportAddress(scopeId, 'xlsx', i18n.language === 'en' ? 'en' : 'zh')} download="knowledge.xlsx">
          {t('import.templateGet')}
        </a>
      </p>
      <Upload.Dragger
        accept=".xlsx,.csv,.txt,.md"
        showUploadList={false}
        disabled={isBusy}
        beforeUpload={(file) => {
          onSource(typed(file))
          return false
        }}
      >
        <p>
          <Icon name="up" size={28} />
        </p>
        <p>{t(isBusy ? 'import.reading' : 'import.drop')}</p>
        <p className="quiet small">{t('import.limits')}</p>
      </Upload.Dragger>
    </>
  )
}

/** Browsers without a spreadsheet program call an XLSX file "unknown". */
function typed(file: File): Blob {
  const type = /\.csv$/i.test(file.name) ? CSV : /\.(txt|md)$/i.test(file.name) ? TEXT : XLSX
  return new Blob([file], { type })
}

function ByPaste({ isBusy, pasted, onPasted, onSource }: SourceProps) {
  const { t } = useTranslation()
  return (
    <>
      <p className="quiet">{t('import.pasteText')}</p>
      <Input.TextArea
        value={pasted}
        autoSize={{ minRows: 8, maxRows: 18 }}
        placeholder={t('import.pasteHint')}
        aria-label={t('import.paste')}
        onChange={({ target }) => onPasted(target.value)}
        data-testid="import-paste"
      />
      <Button
        type="primary"
        className="import-read"
        disabled={pasted.trim() === ''}
        loading={isBusy}
        onClick={() => onSource(new Blob([pasted], { type: TEXT }))}
        data-testid="import-read"
      >
        {t('import.asDrafts')}
      </Button>
    </>
  )
}
