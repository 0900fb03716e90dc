import { useMutation } from '@tanstack/react-query'
import { changeTerms } from '../api/offers.ts'
import type { GrantOverview } from '../api/shapes.ts'
import { useOffersChanged } from '../offers/use-offers.ts'
import { useProblem } from '../ui/use-problem.ts'
import { useUndo } from '../ui/use-undo.tsx'

interface Change {
  readonly terms: GrantOverview['set']
  readonly said: string
}

/** Sets what may be given of an offer; the way back is offered beside. */
export function useChangeTerms(shopId: string, row: GrantOverview) {
  const changed = useOffersChanged()
  const undoable = useUndo()
  const { offerId } = row.offer
  return useMutation({
    mutationFn: ({ terms }: Change) => changeTerms(shopId, offerId, terms),
    onSuccess: async (_, { said }) => {
      undoable({ said, undo: () => changeTerms(shopId, offerId, row.set).then(changed) })
      await changed()
    },
    onError: useProblem(),
  })
}
