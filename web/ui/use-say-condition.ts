import { useTranslation } from 'react-i18next'

/** A condition of an answer as an owner reads it. The server says `stages: a | b`, `not order.known`, `policy.returnDays: set`. */
export function useSayCondition(): (name: string) => string {
  const { t, i18n } = useTranslation()
  const known = (key: string, or: string) => (i18n.exists(key) ? t(key) : or)
  const sayValue = (value: string) => known(`condition-value.${value}`, value)
  return (name) => {
    const [subject = '', value] = name.split(/: (.*)/, 2)
    if (value === undefined) {
      const isNot = subject.startsWith('not ')
      const fact = isNot ? subject.slice(4) : subject
      const said = known(`condition.${fact}`, fact)
      return isNot ? t('condition.not', { what: said }) : said
    }
    if (subject === 'stages')
      return value
        .split(' | ')
        .map((stage) => known(`stage.${stage}`, stage))
        .join(' / ')
    if (subject.startsWith('policy.')) {
      const rule = subject.slice('policy.'.length)
      return `${known(`rule.${rule}`, rule)}: ${sayValue(value)}`
    }
    return `${known(`condition.${subject}`, subject)}: ${value}`
  }
}
