import { Button, Modal, Steps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ImportCheck } from './import-check.tsx'
import { ImportColumns } from './import-columns.tsx'
import { ImportResult } from './import-result.tsx'
import { ImportSource, type Way } from './import-source.tsx'
import { useImport } from './use-import.ts'
import './knowledge.css'

interface ImportProps {
  readonly scopeId: string
  readonly way?: Way
  readonly onClose: () => void
  readonly onSeeDrafts: () => void
}

const STEPS = ['template', 'upload', 'map', 'check', 'result'] as const

/** An owner's knowledge as he has it: chosen or pasted, its columns said, checked row by row, applied into drafts, undone. */
export function ImportModal({ scopeId, way: firstWay = 'file', onClose, onSeeDrafts }: ImportProps) {
  const { t } = useTranslation()
  const [way, setWay] = useState<Way>(firstWay)
  const [pasted, setPasted] = useState('')
  const work = useImport(scopeId)
  const { chosen, apply, look } = work
  return (
    <Modal
      open
      width={760}
      title={t('import.title')}
      onCancel={onClose}
      footer={chosen && !apply.isSuccess ? <Acts work={work} way={way} /> : null}
    >
      <Steps size="small" current={work.step} items={STEPS.map((key) => ({ title: t(`import.${key}`) }))} />
      <div className="import-body stack">
        {!chosen && (
          <ImportSource
            scopeId={scopeId}
            isBusy={look.isPending}
            way={way}
            onWay={setWay}
            pasted={pasted}
            onPasted={setPasted}
            onSource={(file) => look.mutate({ file })}
          />
        )}
        {chosen && !apply.isSuccess && <Reading work={work} way={way} />}
        {apply.isSuccess && (
          <ImportResult
            scopeId={scopeId}
            done={apply.data}
            entryIds={work.changedIds}
            onClose={onClose}
            onSeeDrafts={onSeeDrafts}
          />
        )}
      </div>
    </Modal>
  )
}

interface PartProps {
  readonly work: ReturnType<typeof useImport>
  readonly way: Way
}

function Reading({ work: { chosen, look }, way }: PartProps) {
  if (!chosen) return null
  const { source, preview } = chosen
  return (
    <>
      {preview.table && (
        <ImportColumns
          table={preview.table}
          isBusy={look.isPending}
          onChange={(columns) => look.mutate({ file: source.file, columns })}
        />
      )}
      <ImportCheck preview={preview} way={way} />
    </>
  )
}

function Acts({ work: { chosen, apply, isSound, changedIds, forget }, way }: PartProps) {
  const { t } = useTranslation()
  return (
    <>
      <Button onClick={forget} data-testid="import-other">
        {t(way === 'paste' ? 'import.edit' : 'import.other')}
      </Button>
      <Button
        type="primary"
        disabled={!isSound}
        loading={apply.isPending}
        onClick={() => chosen && apply.mutate(chosen)}
        data-testid="import-apply"
      >
        {t('import.apply', { count: changedIds.length })}
      </Button>
    </>
  )
}
