import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import {
  addDocument,
  addPage as takePage,
  quoteVersion,
  refreshDocument,
  removeDocument,
  restoreDocument,
  type ShopDocument,
  type TakenIn,
} from '../api/documents.ts'
import { useProblem } from '../ui/use-problem.ts'
import { useUndo } from '../ui/use-undo.tsx'

export const documentsKey = (shopId: string) => ['documents', shopId] as const

/** What can be done with the documents of a shop; each change with its way back. */
export function useDocuments(shopId: string) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const tell = useUndo()
  const queries = useQueryClient()
  const onError = useProblem()
  const renew = () => queries.invalidateQueries({ queryKey: documentsKey(shopId) })
  const undoing = (said: string, work: () => Promise<unknown>) =>
    tell({ said, undo: () => work().finally(() => void renew()) })
  const taken = async ({ outcome, documentId, version }: TakenIn) => {
    await renew()
    const said = t(`documents.${outcome}`)
    if (outcome === 'unchanged') return void message.info(said)
    undoing(said, () =>
      outcome === 'added' ? removeDocument(shopId, documentId) : quoteVersion(shopId, documentId, version - 1),
    )
  }
  const add = useMutation({ mutationFn: (file: File) => addDocument(shopId, file), onSuccess: taken, onError })
  const addPage = useMutation({ mutationFn: (url: string) => takePage(shopId, url), onSuccess: taken, onError })
  const refresh = useMutation({
    mutationFn: ({ documentId }: ShopDocument) => refreshDocument(shopId, documentId),
    onSuccess: async ({ outcome, problem }, { documentId, version }) => {
      await renew()
      if (outcome === 'failed') return void message.error(problem)
      if (outcome === 'unchanged') return void message.info(t('documents.unchanged'))
      undoing(t('documents.changed'), () => quoteVersion(shopId, documentId, version))
    },
    onError,
  })
  const remove = useMutation({
    mutationFn: ({ documentId }: ShopDocument) => removeDocument(shopId, documentId),
    onSuccess: async (_gone, { documentId, title }) => {
      await renew()
      undoing(t('documents.removed', { title }), () => restoreDocument(shopId, documentId))
    },
    onError,
  })
  return { add, addPage, refresh, remove }
}
