import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { changeEntries, type ManyAct, undoChange } from '../api/knowledge.ts'
import type { WorkspaceEntry } from '../api/shapes.ts'
import { useProblem } from '../ui/use-problem.ts'
import { useUndo } from '../ui/use-undo.tsx'
import { entriesKey } from './use-entries.ts'

interface Many {
  readonly scopeId: string
  readonly rows: readonly WorkspaceEntry[]
  readonly onDone: () => void
}

/** One act on some entries, as drafts; the message that tells of it takes all of it back. */
export function useChangeMany({ scopeId, rows, onDone }: Many) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const tell = useUndo()
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: entriesKey(scopeId) })
    queries.removeQueries({ queryKey: ['entry', scopeId] })
  }
  const change = useMutation({
    mutationFn: (act: ManyAct) => changeEntries(scopeId, act, rows),
    onSuccess: async ({ changeId, changed }, act) => {
      await refresh()
      onDone()
      tell({
        said: t(`changed.${act.kind}`, { count: changed }),
        undo: async () => {
          await undoChange(scopeId, changeId)
          await refresh()
        },
      })
    },
    onError: useProblem(),
  })
  return { run: (act: ManyAct) => change.mutate(act), isPending: change.isPending }
}
