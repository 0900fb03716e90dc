import en from './words.en.json' with { type: 'json' }
import zh from './words.zh.json' with { type: 'json' }

export type ChatWord = keyof typeof en

/** What the terminal itself says, in the language of the shop. */
export type SayWord = (word: ChatWord, values?: Readonly<Record<string, string | number>>) => string

export function chatWords(language: 'zh' | 'en'): SayWord {
  const words: Readonly<Record<ChatWord, string>> = language === 'zh' ? zh : en
  return (word, values = {}) =>
    words[word].replace(/\{(\w+)\}/g, (_, name: string) => (name in values ? String(values[name]) : ''))
}
