import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedView } from '../api/shapes.ts'
import { changeView } from '../api/views.ts'
import { useStaffNames } from '../settings/use-staff-names.ts'
import { Icon } from '../ui/icon.tsx'
import { useProblem } from '../ui/use-problem.ts'

interface RowProps {
  readonly view: SavedView
  readonly isHere: boolean
  readonly onChoose: () => void
  readonly onDrop: () => void
}

export function ViewRow({ view, isHere, onChoose, onDrop }: RowProps) {
  const [name, setName] = useState<string | null>(null)
  const queries = useQueryClient()
  const nameOf = useStaffNames()
  const change = useMutation({
    mutationFn: (to: Parameters<typeof changeView>[1]) => changeView(view.viewId, to),
    onSuccess: () => {
      setName(null)
      return queries.invalidateQueries({ queryKey: ['views', view.page] })
    },
    onError: useProblem(),
  })
  if (name !== null)
    return <Naming first={name} onSave={(to) => change.mutate({ name: to })} onCancel={() => setName(null)} />
  return (
    <div className={isHere ? 'row view view-here' : 'row view'}>
      <button type="button" className="view-choose grow clip" onClick={onChoose} aria-current={isHere || undefined}>
        {view.name}
        {!view.isMine && nameOf(view.owner) && <span className="quiet small"> · {nameOf(view.owner)}</span>}
      </button>
      {view.isMine && (
        <Acts
          view={view}
          onShare={() => change.mutate({ isShared: !view.isShared })}
          onRename={() => setName(view.name)}
          onDrop={onDrop}
        />
      )}
    </div>
  )
}

interface ActsProps {
  readonly view: SavedView
  readonly onShare: () => void
  readonly onRename: () => void
  readonly onDrop: () => void
}

function Acts({ view, onShare, onRename, onDrop }: ActsProps) {
  const { t } = useTranslation()
  return (
    <>
      <Button
        size="small"
        type="text"
        icon={<Icon name="people" size={15} />}
        className={view.isShared ? 'view-shared' : ''}
        aria-pressed={view.isShared}
        title={t(view.isShared ? 'views.unshare' : 'views.share')}
        aria-label={t('views.shareNamed', { name: view.name })}
        onClick={onShare}
      />
      <Button
        size="small"
        type="text"
        icon={<Icon name="edit" size={15} />}
        title={t('act.rename')}
        aria-label={t('views.renameNamed', { name: view.name })}
        onClick={onRename}
      />
      <Button
        size="small"
        type="text"
        icon={<Icon name="trash" size={15} />}
        title={t('act.remove')}
        aria-label={t('views.removeNamed', { name: view.name })}
        onClick={onDrop}
      />
    </>
  )
}

interface NamingProps {
  readonly first: string
  readonly onSave: (name: string) => void
  readonly onCancel: () => void
}

function Naming({ first, onSave, onCancel }: NamingProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(first)
  const save = () => name.trim() !== '' && onSave(name.trim())
  return (
    <div className="row view">
      <Input
        autoFocus
        size="small"
        value={name}
        maxLength={100}
        aria-label={t('views.name')}
        onChange={({ target }) => setName(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          onCancel()
        }}
        onPressEnter={save}
      />
      <Button size="small" type="primary" disabled={name.trim() === ''} onClick={save}>
        {t('act.save')}
      </Button>
    </div>
  )
}
