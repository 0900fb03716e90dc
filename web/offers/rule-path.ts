import type { Rule } from '../api/offers.ts'

const isRule = (value: unknown): value is Rule => typeof value === 'object' && value !== null && !Array.isArray(value)

const childOf = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return value[Number(key)]
  return isRule(value) ? value[key] : undefined
}

/** What a rule says under `tiers.0.minFen`: the way in which the server names a field that it refuses. */
export const readAt = (rule: unknown, path: string): unknown => path.split('.').reduce(childOf, rule)

export const textAt = (rule: unknown, path: string): string | undefined => {
  const value = readAt(rule, path)
  return typeof value === 'string' ? value : undefined
}
export const numberAt = (rule: unknown, path: string): number | undefined => {
  const value = readAt(rule, path)
  return typeof value === 'number' ? value : undefined
}
export const textsAt = (rule: unknown, path: string): readonly string[] => {
  const value = readAt(rule, path)
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
export const countAt = (rule: unknown, path: string): number => {
  const value = readAt(rule, path)
  return Array.isArray(value) ? value.length : 0
}

/** The rule with another value there; `undefined` takes the field away, and what is empty then goes with it. */
export function writeAt(rule: Rule, path: string, value: unknown): Rule {
  const written = writeIn(rule, path.split('.'), value)
  return isRule(written) ? written : {}
}

function writeIn(into: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  const inner = writeIn(childOf(into, key), rest, value)
  if (Array.isArray(into) || (into === undefined && /^\d+$/.test(key))) return listWith(into, Number(key), inner)
  const next = { ...(isRule(into) ? into : {}) }
  if (inner === undefined) delete next[key]
  else next[key] = inner
  return Object.keys(next).length === 0 ? undefined : next
}

function listWith(into: unknown, at: number, inner: unknown): unknown {
  const list: unknown[] = Array.isArray(into) ? [...into] : []
  if (inner === undefined) list.splice(at, 1)
  else list[at] = inner
  return list.length === 0 ? undefined : list
}
