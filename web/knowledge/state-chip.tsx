import { useTranslation } from 'react-i18next'
import type { WorkspaceEntry } from '../api/shapes.ts'

const LOOKS = {
  published: 'chip chip-good',
  new: 'chip chip-blue',
  changed: 'chip chip-warn',
  removed: 'chip chip-bad',
}

export function StateChip({ row }: { readonly row: WorkspaceEntry }) {
  const { t } = useTranslation()
  const ends = row.entry.answers.map(({ when }) => when?.to)
  const isOver = ends.length > 0 && ends.every((to) => to !== undefined && Date.parse(to) < Date.now())
  if (row.entry.off && row.state !== 'removed')
    return <span className="chip">{t(row.state === 'published' ? 'entry-state.off' : 'entry-state.offDraft')}</span>
  if (isOver && row.state === 'published') return <span className="chip">{t('entry-state.over')}</span>
  return <span className={LOOKS[row.state]}>{t(`entry-state.${row.state}`)}</span>
}
