import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Corrected, correctTold, type NamedTold } from '../api/live.ts'
import { useProblem } from '../ui/use-problem.ts'

/** Tells them what holds now, as often as the server says that there are more; undefined: all of them. */
export function useCorrectTold(shopId: string) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (only: readonly NamedTold[] | undefined): Promise<Pick<Corrected, 'sent' | 'held'>> => {
      let sent = 0
      for (;;) {
        const done = await correctTold(
          shopId,
          only?.map(({ conversationId, key }) => ({ conversationId, key })),
        )
        sent += done.sent
        // One that cannot be sent stays in the list: a round that sent nothing is the last.
        if (!done.hasMore || done.sent === 0) return { sent, held: done.held }
      }
    },
    onSuccess: ({ sent, held }) => {
      message.success(t('live.toldSent', { count: sent }))
      if (held.length > 0) message.warning(t('live.toldHeld', { count: held.length }))
    },
    onError: useProblem(),
    onSettled: () => queries.invalidateQueries({ queryKey: ['told-otherwise', shopId] }),
  })
}
