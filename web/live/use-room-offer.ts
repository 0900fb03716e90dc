import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeOfferOfRoom } from '../api/live.ts'
import { ApiProblem } from '../api/request.ts'
import type { Offer, Product } from '../api/shapes.ts'
import { useTakeBack } from '../offers/use-save-offer.ts'
import { useOffersChanged } from '../offers/use-offers.ts'
import { useProblem } from '../ui/use-problem.ts'
import { offerIdOf, type PanelKind, type RoomTerms, ruleOf } from './room-offers.ts'
import type { useSync } from './use-sync.ts'

export interface RoomOfferProps {
  readonly shopId: string
  readonly roomId: string
  readonly productId: string
  readonly product: Product | undefined
  readonly kind: PanelKind
  /** What holds now; undefined: nothing is set. */
  readonly offer: Offer | undefined
  readonly sync: ReturnType<typeof useSync>
}

/** Sets or takes away one offer in the name of the room; what the server refuses stands under the field. */
export function useRoomOffer({ shopId, roomId, productId, kind, offer, sync }: RoomOfferProps) {
  const { t } = useTranslation()
  const [problem, setProblem] = useState<string | null>(null)
  const tell = useProblem()
  const takeBack = useTakeBack(shopId, roomId)
  const changed = useOffersChanged()
  const id = offerIdOf(roomId, productId, kind)
  const write = useMutation({
    /** Null takes it away. */
    mutationFn: (terms: RoomTerms | null) => {
      setProblem(null)
      const rule = terms && ruleOf({ roomId, productId, kind, terms })
      const body = { id, rule, reason: t('live.byPanel'), ...(offer && { ifVersion: offer.version }) }
      return sync.run(
        () => changeOfferOfRoom(shopId, roomId, body),
        ({ ledgerVersion }) => ledgerVersion,
      )
    },
    onSuccess: async ({ ledgerVersion }, terms) => {
      const said = terms ? t('offers.saved', { version: ledgerVersion }) : t('offers.withdrawDone')
      takeBack({ said, offerId: id, before: offer?.rule ?? null })
      await changed()
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.field) setProblem(`${error.field} ${error.message}`)
      else tell(error)
    },
  })
  return { write, problem }
}
