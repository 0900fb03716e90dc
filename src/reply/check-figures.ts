import { type OfferFigure, offerFigures } from '../knowledge/index.ts'
import type { FigureRecord, FiguresInForce } from '../offer/index.ts'

/** A figure that somebody wrote into a text, and what the ledger says to it. */
export type CheckedFigure = OfferFigure &
  (
    | { readonly outcome: 'agrees'; readonly record: FigureRecord }
    /** It says another, or none any more. */
    | { readonly outcome: 'differs' }
    /** It has no word on the matter: the text is all there is. */
    | { readonly outcome: 'unknown' }
  )

/** Written figures of offers against what holds now. Where they differ the ledger wins or a person answers. */
export function checkFigures(text: string, force: FiguresInForce): readonly CheckedFigure[] {
  return offerFigures(text).map((figure): CheckedFigure => {
    const record = force.find(figure.says, figure.value)
    if (record) return { ...figure, outcome: 'agrees', record }
    return { ...figure, outcome: force.knows(figure.says) ? 'differs' : 'unknown' }
  })
}
