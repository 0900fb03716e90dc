import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { applyImport, type KnowledgeSource, type Preview, previewImport } from '../api/knowledge.ts'
import { useProblem } from '../ui/use-problem.ts'
import { entriesKey } from './use-entries.ts'

interface Chosen {
  readonly source: KnowledgeSource
  readonly preview: Preview
}

/** What was chosen, how it is read, and what became of it. */
export function useImport(scopeId: string) {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const queries = useQueryClient()
  const onError = useProblem()
  const look = useMutation({
    mutationFn: async (source: KnowledgeSource) => ({ source, preview: await previewImport(scopeId, source) }),
    onSuccess: setChosen,
    onError,
  })
  const apply = useMutation({
    mutationFn: ({ source, preview }: Chosen) => applyImport(scopeId, source, preview.workspace),
    onSuccess: () => queries.invalidateQueries({ queryKey: entriesKey(scopeId) }),
    onError,
  })
  const changed = (chosen?.preview.entries ?? []).filter(({ state }) => state !== 'unchanged')
  const columns = chosen?.preview.table?.columns
  const isMapped = columns === undefined || (columns.includes('question') && columns.includes('answer'))
  return {
    chosen,
    look,
    apply,
    changedIds: changed.map(({ entryId }) => entryId),
    isSound: chosen !== null && chosen.preview.problems.length === 0 && changed.length > 0,
    step: apply.isSuccess ? 4 : chosen ? (isMapped ? 3 : 2) : 0,
    forget: () => setChosen(null),
  }
}
