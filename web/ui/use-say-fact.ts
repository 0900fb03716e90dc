import { useTranslation } from 'react-i18next'
import { useScenarioTitle } from '../knowledge/use-scenarios.ts'

export interface Fact {
  readonly kind: string
  /** For a question: which one. */
  readonly key: string
  readonly value: unknown
}

interface SaidFact {
  readonly name: string
  readonly text: string
  /** Where the thing is a product: whoever shows it asks for its name. */
  readonly productId?: string
}

/** What the robot remembers, in words: what kind of thing, and what of it a person can use. */
export function useSayFact(): (fact: Fact) => SaidFact {
  const { t, i18n } = useTranslation()
  const titleOf = useScenarioTitle()
  return ({ kind, key: of, value }) => {
    const name = i18n.exists(`memory.kind-${kind}`) ? t(`memory.kind-${kind}`) : kind
    const part = (key: string) => partOf(value, key)
    switch (kind) {
      case 'focus-product':
        return { name, text: part('id'), productId: part('id') }
      case 'focus-order':
        return { name, text: part('id') }
      case 'topic':
        return { name, text: part('text') }
      case 'misses':
        return { name, text: t('memory.times', { count: Number(part('count')) }) }
      case 'asked':
        return { name, text: `${titleOf(of)} · ${t('memory.times', { count: Number(part('times')) })}` }
      case 'pending':
        return { name, text: part('text') || t('memory.waits') }
      default:
        return { name, text: sayAny(value) }
    }
  }
}

const partOf = (value: unknown, key: string): string => {
  const part = isRecord(value) ? value[key] : undefined
  return part === undefined || part === null ? '' : String(part)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A record as `name: value` pairs, without what is empty: for details that have no words of their own. */
export function sayAny(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(sayAny).filter(Boolean).join(', ')
  if (!isRecord(value)) return String(value)
  return Object.entries(value)
    .map(([key, part]) => [key, sayAny(part)] as const)
    .filter(([, part]) => part !== '')
    .map(([key, part]) => `${key}: ${part}`)
    .join(' · ')
}
