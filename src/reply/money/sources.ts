import type { Source } from '../../message/index.ts'
import type { Quoted, Step } from '../../offer/index.ts'

/** The rows that made figures of a quote: `version` is that of the ledger, `validTo` the end of the figure. */
export function sourcesOfQuote(
  quote: Pick<Quoted, 'steps' | 'version' | 'validTo'>,
  steps: readonly Step[] = quote.steps,
): readonly Source[] {
  const ids = new Set<string>()
  for (const { sourceId, freeBy } of steps) {
    if (sourceId !== null) ids.add(sourceId)
    for (const id of freeBy ?? []) ids.add(id)
  }
  return [...ids].map((sourceId) => sourceOf(sourceId, quote))
}

export const sourceOf = (sourceId: string, { version, validTo }: Pick<Quoted, 'version' | 'validTo'>): Source => ({
  sourceId,
  version: String(version),
  validTo: validTo === null ? null : Date.parse(validTo),
})
