import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Progress, Table, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type GoodsPreview, goodsTemplateAddress, importGoods, previewGoods } from '../api/goods.ts'
import { Icon } from '../ui/icon.tsx'
import { useProblem } from '../ui/use-problem.ts'

interface Chosen {
  readonly file: Blob
  readonly preview: GoodsPreview
}

const CSV = 'text/csv'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** Read, checked, stored: the server does each in one piece. */
const PERCENT = { idle: 0, reading: 20, checked: 50, storing: 75, stored: 100 } as const

/** Goods by a table, for a shop without a system that can be asked: its rows are checked before any is stored. */
export function GoodsImport({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const onError = useProblem()
  const look = useMutation({
    mutationFn: async (picked: File) => {
      // Browsers without a spreadsheet program call an XLSX file "unknown".
      const file = new Blob([picked], { type: /\.csv$/i.test(picked.name) ? CSV : XLSX })
      return { file, preview: await previewGoods(shopId, file) }
    },
    onSuccess: setChosen,
    onError,
  })
  const store = useMutation({
    mutationFn: ({ file }: Chosen) => importGoods(shopId, file),
    onSuccess: async () => {
      setChosen(null)
      await queries.invalidateQueries({ queryKey: ['lab-products', shopId] })
    },
    onError,
  })
  const waits = chosen ? 'checked' : store.isSuccess ? 'stored' : 'idle'
  const now = store.isPending ? 'storing' : look.isPending ? 'reading' : waits
  return (
    <div className="stack" data-testid="goods-import">
      <Templates shopId={shopId} />
      {!chosen && (
        <Upload.Dragger
          accept=".xlsx,.csv"
          showUploadList={false}
          disabled={look.isPending}
          beforeUpload={(file) => {
            look.mutate(file)
            return false
          }}
        >
          <Icon name="up" size={28} />
          <p>{t('goodsFile.drop')}</p>
        </Upload.Dragger>
      )}
      {chosen && <Checked preview={chosen.preview} />}
      {now !== 'idle' && <Progress percent={PERCENT[now]} aria-label={t('setup.progress')} />}
      {chosen && (
        <div className="row wrap">
          <Button
            type="primary"
            disabled={chosen.preview.problemCount > 0}
            loading={store.isPending}
            onClick={() => store.mutate(chosen)}
            data-testid="goods-apply"
          >
            {t('goodsFile.apply', { count: chosen.preview.read.product })}
          </Button>
          <Button onClick={() => setChosen(null)}>{t('import.other')}</Button>
        </div>
      )}
    </div>
  )
}

function Templates({ shopId }: { readonly shopId: string }) {
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'zh'
  return (
    <div className="row wrap">
      <span className="quiet">{t('goodsFile.template')}</span>
      <a href={goodsTemplateAddress(shopId, 'xlsx', language)}>{t('goodsFile.xlsx')}</a>
      <a href={goodsTemplateAddress(shopId, 'csv', language)}>{t('goodsFile.csv')}</a>
    </div>
  )
}

/** Problems that our words tell better than the server's; of the others the server's text says more. */
const SAID: ReadonlySet<string> = new Set([
  'required',
  'not-money',
  'not-integer',
  'not-a-time',
  'not-pairs',
  'doubled',
])

function Checked({ preview }: { readonly preview: GoodsPreview }) {
  const { t } = useTranslation()
  return (
    <>
      <div className="row wrap">
        <span className="chip chip-blue">{t('goodsFile.found', { count: preview.read.product })}</span>
        <span className={preview.problemCount > 0 ? 'chip chip-bad' : 'chip chip-good'}>
          {t('import.problems', { count: preview.problemCount })}
        </span>
        {preview.ignored.length > 0 && (
          <span className="chip chip-warn">{t('goodsFile.ignored', { columns: preview.ignored.join(', ') })}</span>
        )}
      </div>
      {preview.problemCount > 0 && (
        <Table
          size="small"
          rowKey={({ row, column, message }) => `${row} ${column} ${message}`}
          dataSource={[...preview.problems]}
          pagination={{ pageSize: 8, hideOnSinglePage: true }}
          columns={[
            { title: t('import.row'), dataIndex: 'row' },
            { title: t('import.column'), dataIndex: 'column' },
            {
              title: t('import.message'),
              key: 'message',
              render: (_, { code, message }) => (SAID.has(code) ? t(`goodsFile.why-${code}`) : message),
            },
          ]}
        />
      )}
    </>
  )
}
