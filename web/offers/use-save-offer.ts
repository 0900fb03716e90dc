import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { addOffer, changeOffer, type Rule, type SavedOffer, withdrawOffer } from '../api/offers.ts'
import { changeOfferOfRoom } from '../api/live.ts'
import { ApiProblem } from '../api/request.ts'
import type { Offer } from '../api/shapes.ts'
import { useProblem } from '../ui/use-problem.ts'
import { useUndo } from '../ui/use-undo.tsx'
import type { FieldProblem } from './rule-field.tsx'
import { useOffersChanged } from './use-offers.ts'

interface Saving {
  readonly shopId: string
  /** Null: a new one. */
  readonly offer: Offer | null
  readonly onProblem: (problem: FieldProblem) => void
  readonly onSaved: (saved: SavedOffer) => void
}
export interface OfferDraft {
  readonly rule: Rule
  readonly reason: string
}
export type SaveOffer = UseMutationResult<SavedOffer, Error, OfferDraft>

const RULE = 'rule.'

/** Writes it down, says where the server found a fault, and offers the way back. */
export function useSaveOffer({ shopId, offer, onProblem, onSaved }: Saving): SaveOffer {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const onError = useProblem()
  const takeBack = useTakeBack(shopId)
  const changed = useOffersChanged()
  return useMutation({
    mutationFn: (draft: OfferDraft) =>
      offer ? changeOffer(shopId, offer.offerId, { ...draft, ifVersion: offer.version }) : addOffer(shopId, draft),
    onSuccess: async (saved) => {
      onSaved(saved)
      await changed()
      const said = t('offers.saved', { version: saved.ledgerVersion })
      if (saved.conflicts.length > 0) message.warning(t('offers.savedWith', { count: saved.conflicts.length }))
      takeBack({ said, offerId: saved.offer.offerId, before: offer?.rule ?? null })
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.field?.startsWith(RULE))
        onProblem({ path: error.field.slice(RULE.length), message: error.message })
      else onError(error)
    },
  })
}

interface Change {
  readonly said: string
  readonly offerId: string
  /** What it was; null: not there. */
  readonly before: Rule | null
}

/**
 * Says what was done and puts back what stood before: as a row of its own, for the ledger forgets nothing. `roomId`: in the
 * name of that room.
 */
export function useTakeBack(shopId: string, roomId?: string): (change: Change) => void {
  const { t } = useTranslation()
  const offerUndo = useUndo()
  const changed = useOffersChanged()
  return ({ said, offerId, before }) =>
    offerUndo({
      said,
      undo: async () => {
        const reason = t('act.undo')
        if (roomId !== undefined) await changeOfferOfRoom(shopId, roomId, { id: offerId, rule: before, reason })
        else if (before) await changeOffer(shopId, offerId, { rule: before, reason })
        else await withdrawOffer(shopId, offerId)
        await changed()
      },
    })
}
