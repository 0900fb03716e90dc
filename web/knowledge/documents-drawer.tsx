import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Input, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listDocuments, type ShopDocument } from '../api/documents.ts'
import { useMe } from '../frame/use-me.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { DocumentChunks } from './document-chunks.tsx'
import { documentsKey, useDocuments } from './use-documents.ts'

interface DrawerProps {
  readonly shopId: string
  readonly onClose: () => void
}

/** Files and pages that the robot may quote where it knows no answer of its own. */
export function DocumentsDrawer({ shopId, onClose }: DrawerProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const [shown, setShown] = useState<ShopDocument | null>(null)
  const query = useQuery({ queryKey: documentsKey(shopId), queryFn: () => listDocuments(shopId) })
  return (
    <Drawer open size="large" title={t('documents.title')} onClose={onClose}>
      <div className="stack">
        <p className="quiet">{t('documents.text')}</p>
        {may('knowledge:write') && <TakeIn shopId={shopId} />}
        <Loaded query={query} rows={4}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty icon="book" title={t('documents.none')} text={t('documents.noneText')} />
            ) : (
              items.map((one) => (
                <Row key={one.documentId} shopId={shopId} document={one} onShow={() => setShown(one)} />
              ))
            )
          }
        </Loaded>
      </div>
      {shown && <DocumentChunks shopId={shopId} document={shown} onClose={() => setShown(null)} />}
    </Drawer>
  )
}

function TakeIn({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const [url, setUrl] = useState('')
  const { add, addPage } = useDocuments(shopId)
  return (
    <div className="stack">
      <Upload.Dragger
        accept=".docx,.xlsx,.html,.htm,.md,.markdown,.txt"
        showUploadList={false}
        disabled={add.isPending}
        beforeUpload={(file) => {
          add.mutate(file)
          return false
        }}
      >
        <p>{t(add.isPending ? 'documents.reading' : 'documents.drop')}</p>
        <p className="quiet small">{t('documents.limits')}</p>
      </Upload.Dragger>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault()
          addPage.mutate(url.trim(), { onSuccess: () => setUrl('') })
        }}
      >
        <Input
          type="url"
          required
          value={url}
          aria-label={t('documents.url')}
          placeholder="https://"
          onChange={({ target }) => setUrl(target.value)}
          data-testid="document-url"
        />
        <Button htmlType="submit" loading={addPage.isPending} data-testid="document-add-page">
          {t('documents.addPage')}
        </Button>
      </form>
    </div>
  )
}

interface RowProps {
  readonly shopId: string
  readonly document: ShopDocument
  readonly onShow: () => void
}

function Row({ shopId, document, onShow }: RowProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const { refresh, remove } = useDocuments(shopId)
  const { title, url, kind, chunks, version, problem } = document
  return (
    <div className="row period" data-testid="document">
      <div className="grow">
        <div className="row wrap">
          <button type="button" className="linkish" onClick={onShow}>
            {title}
          </button>
          <span className="chip">{kind}</span>
          <span className="chip chip-blue">{t('documents.pieces', { count: chunks })}</span>
          {version > 1 && <span className="chip">{t('documents.version', { version })}</span>}
        </div>
        {url && <span className="quiet small clip">{url}</span>}
        {problem && <span className="chip chip-bad">{problem}</span>}
      </div>
      {may('knowledge:write') && (
        <>
          {url && (
            <Button loading={refresh.isPending} onClick={() => refresh.mutate(document)}>
              {t('documents.refresh')}
            </Button>
          )}
          <Button
            type="text"
            icon={<Icon name="trash" size={16} />}
            loading={remove.isPending}
            aria-label={t('documents.removeNamed', { title })}
            onClick={() => remove.mutate(document)}
          />
        </>
      )}
    </div>
  )
}
