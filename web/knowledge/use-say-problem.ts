import { useTranslation } from 'react-i18next'
import words from '../../packs/general/import-columns.json'
import type { Preview } from '../api/knowledge.ts'

type Problem = Preview['problems'][number]

interface SaidProblem {
  readonly column: string
  readonly message: string
}

/** What the server says of a cell, and which words of ours say the same. */
const WHYS: readonly (readonly [RegExp, string])[] = [
  [/^This cell may not be empty/, 'empty'],
  [/received undefined/, 'empty'],
  [/^Invalid option: expected one of (.+)/, 'option'],
  [/^Invalid input: expected (".+")/, 'option'],
  [/^Too small/, 'short'],
  [/^Too big/, 'long'],
  [/^There is no such column/, 'column'],
  [/^No column holds this/, 'unmapped'],
  [/^This question has no answer/, 'answer'],
  [/^This line belongs to no question/, 'stray'],
  [/^There is no question (.+)\./, 'question'],
  [/^Answer (.+) stands twice/, 'twice'],
  [/^An entry needs an answer/, 'answer'],
  [/^The period ends before/, 'period'],
  [/limited to (\d+)/, 'many'],
  [/^The pattern (.+)\./, 'pattern'],
  [/^(.+)$/, 'other'],
]

/** A problem of the file as its writer knows it: the column by the name in its header, the reason in his language. */
export function useSayProblem(): (problem: Problem) => SaidProblem {
  const { t, i18n } = useTranslation()
  const columns: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = words.columns
  const fieldName = (column: string | null) =>
    column === 'question' || column === 'answer' ? t(`import.field-${column}`) : (column ?? '')
  return ({ column, message }) => {
    const name = columns[column ?? '']
    for (const [pattern, why] of WHYS) {
      const found = pattern.exec(message)
      const what = found?.[1]?.replaceAll('"', '').split('|').join(', ') ?? ''
      if (found)
        return {
          column: name?.[i18n.language === 'en' ? 'en' : 'zh'] ?? fieldName(column),
          message: t(`import.why-${why}`, { what }),
        }
    }
    return { column: column ?? '', message }
  }
}
