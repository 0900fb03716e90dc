import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addOffer, changeOffer, readOffer, withdrawOffer } from '../api/offers.ts'
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

const REFUSED = 422
const CONFLICT = 409

/** Sets one offer of the room; what the server refuses stands under the field. */
export function useRoomOffer({ shopId, roomId, productId, product, kind, offer, sync }: RoomOfferProps) {
  const { t } = useTranslation()
  const [problem, setProblem] = useState<string | null>(null)
  const tell = useProblem()
  const takeBack = useTakeBack(shopId)
  const changed = useOffersChanged()
  const offerId = offerIdOf(roomId, productId, kind)
  const onError = (error: Error) => {
    if (error instanceof ApiProblem && error.field) setProblem(`${error.field} ${error.message}`)
    else tell(error)
  }
  const save = useMutation({
    mutationFn: (terms: RoomTerms) => {
      setProblem(null)
      const name = `${product?.title ?? productId} · ${t(`live.${kind}`)}`
      const body = { rule: ruleOf({ roomId, productId, kind, terms, title: name }), reason: t('live.byPanel') }
      return sync.run(
        () => write(shopId, offerId, { ...body, ...(offer && { ifVersion: offer.version }) }),
        ({ ledgerVersion }) => ledgerVersion,
      )
    },
    onSuccess: async ({ ledgerVersion }) => {
      takeBack({ said: t('offers.saved', { version: ledgerVersion }), offerId, before: offer?.rule ?? null })
      await changed()
    },
    onError,
  })
  const withdraw = useMutation({
    mutationFn: (stands: Offer) => sync.run(() => withdrawOffer(shopId, stands.offerId), versionOf),
    onSuccess: async (_, stands) => {
      takeBack({ said: t('offers.withdrawDone'), offerId, before: stands.rule })
      await changed()
    },
    onError,
  })
  return { save, withdraw, problem }
}

const versionOf = ({ version }: { readonly version: number }): number => version

type Write = Parameters<typeof changeOffer>[2]

/** One that was withdrawn, or has not begun, stands in the ledger though it does not hold: it is written anew. */
async function write(shopId: string, offerId: string, body: Write) {
  if (body.ifVersion !== undefined) return changeOffer(shopId, offerId, body)
  try {
    return await addOffer(shopId, { ...body, id: offerId })
  } catch (error) {
    const isThere = error instanceof ApiProblem && [CONFLICT, REFUSED].includes(error.status) && error.field === 'id'
    if (!isThere) throw error
    const { version } = await readOffer(shopId, offerId)
    return changeOffer(shopId, offerId, { ...body, ifVersion: version })
  }
}
