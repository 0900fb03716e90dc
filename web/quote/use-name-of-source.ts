import { useTranslation } from 'react-i18next'
import type { Offer, QuoteAnswer } from '../api/shapes.ts'
import { useKindName, useOfferName } from '../offers/use-offer-name.ts'

/** Rows are called as the shop calls them; those that have no title by their kind. */
export function useNameOfSource(
  { sources }: QuoteAnswer,
  offers: readonly Offer[],
): (sourceId: string | null) => string {
  const { t } = useTranslation()
  const nameOfOffer = useOfferName()
  const nameOfKind = useKindName()
  return (sourceId) => {
    if (sourceId === null) return t('quote.noSource')
    const offer = offers.find(({ offerId }) => offerId === sourceId)
    if (offer?.rule) return nameOfOffer(offer, sourceId)
    const source = sources.find((one) => one.sourceId === sourceId)
    return source ? (source.title ?? nameOfKind(source.kind)) : sourceId
  }
}
