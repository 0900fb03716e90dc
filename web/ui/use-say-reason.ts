import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '../api/request.ts'

/** What the server says beyond the code, and which words of ours say the same. Its other texts add nothing to the code's. */
const WHYS: readonly (readonly [RegExp, string])[] = [
  [/^This is not the current password/, 'password'],
  [/^This is not the set-up code/, 'setup-code'],
  [/^Changed by .* since you opened it|^Somebody changed this knowledge/, 'changed'],
  [/^Some of it has been changed or published since/, 'moved-on'],
  [/^Draft .* was made on an older release/, 'older'],
  [/^The last owner cannot/, 'last-owner'],
  [/^You may not make or change somebody of this role/, 'role'],
  [/^This reaches beyond the shops/, 'shops'],
  [/^Take the conversation over first/, 'take-over'],
  [/^No session is open/, 'no-session'],
  [/^Nothing would change/, 'nothing'],
  [/^(\d+) views at most|^A shop keeps (\d+) test cases/, 'most'],
  [/^This address is (?:not called|switched off)|^This address cannot be used/, 'address'],
  [/^The file holds nothing/, 'empty-file'],
  [/^The file/, 'file'],
  [/^The pattern/, 'pattern'],
  [/^An entry needs an answer/, 'answer'],
  [/^The period ends before/, 'period'],
  [/^must not be empty|^Too small|received undefined/, 'short'],
  [/^Too big/, 'long'],
  [/^There is an offer of this id|^There was a show of this id/, 'same-id'],
]

/** Of a refused act: what exactly was wrong, in the reader's words; in the server's English where a reader of English has no others. */
export function useSayReason(): (problem: ApiProblem) => string {
  const { t, i18n } = useTranslation()
  return ({ message, code }) => {
    const why = WHYS.find(([pattern]) => pattern.test(message))?.[1]
    if (why) return t(`reason.${why}`)
    const isSaid = i18n.exists(`problem.${code}`)
    return isSaid && (i18n.language !== 'en' || TOLD_BY_CODE.has(code)) ? '' : message
  }
}

const TOLD_BY_CODE: ReadonlySet<string> = new Set([
  'overloaded',
  'not-ready',
  'not-found',
  'forbidden',
  'too-many-requests',
  'internal',
  'unreachable',
  'not-signed-in',
])
