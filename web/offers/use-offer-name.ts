import { useTranslation } from 'react-i18next'
import type { Offer } from '../api/shapes.ts'
import { isKind } from './kinds.ts'
import { textAt } from './rule-path.ts'
import { useSayRule } from './use-say-rule.ts'

/** How people call a kind; one that we have no word for is called as the ledger calls it. */
export function useKindName(): (kind: string | undefined) => string {
  const { t } = useTranslation()
  return (kind) => (kind !== undefined && isKind(kind) ? t(`offer-kind.${kind}`) : (kind ?? t('offers.withdrawn')))
}

/** The title that somebody gave it, else its kind and what it gives. */
export function useOfferName(): (offer: Offer | undefined, offerId: string) => string {
  const nameOfKind = useKindName()
  const say = useSayRule()
  return (offer, offerId) => {
    if (!offer?.rule) return offerId
    return textAt(offer.rule, 'title') ?? `${nameOfKind(textAt(offer.rule, 'kind'))} ${say(offer.rule)}`.trim()
  }
}
