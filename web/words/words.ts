import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { readChoice, writeChoice } from '../ui/choice.ts'

export const LANGUAGES = ['zh', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

const KEY = 'xiaoer.language'
const WORDS = {
  zh: () => import('./zh.json'),
  en: () => import('./en.json'),
}

export const isLanguage = (word: string | null | undefined): word is Language => word === 'zh' || word === 'en'

/** Chinese first, unless this person chose otherwise. */
export async function openWords(): Promise<void> {
  const chosen = readChoice(KEY)
  const language = isLanguage(chosen) ? chosen : 'zh'
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: (await WORDS[language]()).default } },
    interpolation: { escape: standAlone },
    returnEmptyString: false,
    saveMissing: true,
    missingKeyHandler: (_languages, _namespace, key) => console.error(`no words for ${key}`),
  })
  i18next.services.formatter?.add('plural', sayPlural)
  markPage(language)
}

/** Of either direction, or that turn what follows them. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/

/** Nodes are text already, so nothing is escaped; but a name within our words turns none of them round. */
const standAlone = (name: string): string => (TURNING.test(name) ? `\u2068${name}\u2069` : name)

/** `{{count, plural(one: draft; other: drafts)}}`: English words that follow a number. */
const sayPlural = (count: number, _language: string | undefined, words: { one: string; other: string }): string =>
  count === 1 ? words.one : words.other

export async function chooseLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', (await WORDS[language]()).default)
  await i18next.changeLanguage(language)
  writeChoice(KEY, language)
  markPage(language)
}

export const languageNow = (): Language => (isLanguage(i18next.language) ? i18next.language : 'zh')

function markPage(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = i18next.t('product')
}
