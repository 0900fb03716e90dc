import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { rollBack } from '../api/knowledge.ts'
import { useProblem } from '../ui/use-problem.ts'
import { useUndo } from '../ui/use-undo.tsx'
import { entriesKey } from './use-entries.ts'

/** Back to a release, whole; the message that tells of it leads back to what held before. */
export function useRollBack(scopeId: string) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const tell = useUndo()
  const go = async (to: number) => {
    const made = await rollBack(scopeId, to, t('releases.backNote', { number: to }))
    for (const queryKey of [['releases', scopeId], entriesKey(scopeId), ['entry', scopeId], ['history', scopeId]])
      await queries.invalidateQueries({ queryKey })
    return made
  }
  return useMutation({
    mutationFn: go,
    onSuccess: ({ release }, to) =>
      tell({ said: t('releases.backDone', { from: to, number: release }), undo: () => go(release - 1) }),
    onError: useProblem(),
  })
}
