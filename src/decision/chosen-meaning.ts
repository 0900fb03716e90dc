import type { Understanding } from '../dialogue/index.ts'
import { normalise } from '../language/index.ts'

/** Scenarios of the general pack that mean plain agreement. */
const YES = 'general.act.yes'

/** Which of the meanings that we offered the buyer took; null = none. "Yes" takes the only one. */
export function chosenMeaning(seen: Understanding): string | null {
  const options = seen.pending?.options ?? []
  const byToken = options.find((option) => option.token === seen.choice?.token)
  if (byToken) return byToken.value
  const numbered = /^\d{1,2}$/.test(seen.text) ? options[Number(seen.text) - 1] : undefined
  const labelled = options.find((option) => normalise(option.label).text === seen.text && seen.text.length > 0)
  const isAgreed = seen.wanted.some(({ best, band }) => band === 'answer' && best?.entryId === YES)
  const agreed = isAgreed && options.length === 1 ? options[0] : undefined
  return (numbered ?? labelled ?? agreed)?.value ?? null
}
