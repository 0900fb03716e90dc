/** What came over the wire, looked at field by field: nothing of it is believed. */
export interface Fields {
  readonly [name: string]: unknown
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {})
export const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : [])
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

/** http and https only; anything else (javascript:, data:) is no address. */
export function linkOf(value: unknown): string | null {
  const text = textOf(value)
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null
  return new URL(text).href
}

export type Role = 'buyer' | 'robot' | 'agent' | 'system'

export interface Message {
  readonly seq: number
  readonly role: Role
  readonly content: Fields
  /** Epoch ms, by the server's clock. */
  readonly at: number
}

const ROLES: readonly string[] = ['buyer', 'robot', 'agent', 'system']
const isRole = (value: unknown): value is Role => typeof value === 'string' && ROLES.includes(value)

export function messageOf(value: Fields): Message | null {
  const seq = numberOf(value.seq)
  if (seq === null || !isRole(value.role)) return null
  return { seq, role: value.role, content: fieldsOf(value.content), at: Date.parse(textOf(value.at)) || Date.now() }
}

/** Something the buyer said that the server has not acknowledged. */
export interface Unsent {
  readonly messageId: string
  readonly content: Fields
  readonly reference: Fields | null
  readonly scene: string
  readonly at: number
  /** The number of the last message when it was said. */
  readonly afterSeq: number
  /** Refused for good: the buyer may try again. */
  readonly hasFailed: boolean
}

export type Owner = 'robot' | 'waiting' | 'human'

export interface Talk {
  readonly conversationId: string
  readonly lastSeq: number
  readonly owner: Owner
  /** Who waits for a person: how many are served before. */
  readonly ahead: number | null
}

export function talkOf(value: unknown): Talk | null {
  const { conversationId, lastSeq, owner, ahead } = fieldsOf(value)
  if (typeof conversationId !== 'string') return null
  return {
    conversationId,
    lastSeq: numberOf(lastSeq) ?? 0,
    owner: owner === 'human' || owner === 'waiting' ? owner : 'robot',
    ahead: numberOf(ahead),
  }
}

export interface Shop {
  readonly name: string
  readonly language: 'zh' | 'en'
  readonly greeting: string
  /** When people answer; empty: no hours are set. */
  readonly hours: string
  readonly utcOffsetMinutes: number
}

export const shopOf = ({ name, language, greeting, hours, utcOffsetMinutes }: Fields): Shop => ({
  name: textOf(name),
  language: language === 'en' ? 'en' : 'zh',
  greeting: textOf(greeting),
  hours: textOf(hours),
  utcOffsetMinutes: numberOf(utcOffsetMinutes) ?? 0,
})
