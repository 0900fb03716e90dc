import { useTranslation } from 'react-i18next'
import { sayShare } from './say.ts'

/** What the decision says of an act, and which words of ours say the same. */
const WHYS: readonly (readonly [RegExp, string])[] = [
  [/^recognised at (?<share>[\d.]+)/, 'recognised'],
  [/^likely a remark at (?<share>[\d.]+)/, 'remark'],
  [/^(?<count>\d+) turns in a row without an answer/, 'misses'],
  [/^the same question came a third time/, 'repeated'],
  [/^pressed the button for a person/, 'button'],
  [/^chosen from what we offered/, 'chosen'],
  [/^what we had asked for is known now/, 'known-now'],
  [/^asked for the rest of the menu/, 'rest'],
  [/^names the property (?<what>\S+) of the product in focus/, 'property'],
  [/^names a product and asks nothing/, 'names-product'],
  [/^the words name several products/, 'products'],
  [/^several orders fit/, 'orders'],
  [/^the answer depends on the product/, 'which-product'],
  [/^the buyer is not vouched for/, 'not-vouched'],
  [/^nothing was said in words|without words$/, 'no-words'],
  [/^handed off, nobody has taken it/, 'untaken'],
  [/^a person is answering/, 'person'],
  [/^the robot is switched off/, 'off'],
  [/^no policy was sure/, 'unsure'],
]

/** Why the robot did it, in the reader's words; as the server says it where we have none. */
export function useSayWhy(): (why: string) => string {
  const { t, i18n } = useTranslation()
  return (why) => {
    for (const [pattern, key] of WHYS) {
      const { share, ...rest } = pattern.exec(why)?.groups ?? {}
      if (pattern.test(why)) return t(`why-said.${key}`, { ...rest, share: sayShare(Number(share), i18n.language) })
    }
    return why
  }
}
