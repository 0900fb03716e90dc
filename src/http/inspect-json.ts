export interface JsonFault {
  readonly field: string
  readonly message: string
}

const MAX_DEPTH = 32
// NUL is no text for PostgreSQL, nor is half of a surrogate pair: both would be a failure of ours much later.
const UNSTORABLE = /\0|\p{Surrogate}/u

/** What no schema says and every body must keep to: depth, storable text, no prototype keys. Null when all is well. */
export function inspectJson(value: unknown, path: readonly (string | number)[] = []): JsonFault | null {
  if (typeof value === 'string') {
    return UNSTORABLE.test(value) ? fault(path, 'The text holds a character that cannot be stored.') : null
  }
  if (typeof value !== 'object' || value === null) return null
  if (path.length >= MAX_DEPTH) return fault(path.slice(0, 3), `The body is nested deeper than ${MAX_DEPTH} levels.`)
  return Array.isArray(value) ? inspectItems(value, path) : inspectFields(value, path)
}

function inspectItems(items: readonly unknown[], path: readonly (string | number)[]): JsonFault | null {
  for (const [index, item] of items.entries()) {
    const found = inspectJson(item, [...path, index])
    if (found) return found
  }
  return null
}

function inspectFields(fields: object, path: readonly (string | number)[]): JsonFault | null {
  for (const [key, held] of Object.entries(fields)) {
    if (key === '__proto__' || UNSTORABLE.test(key)) return fault(path, 'A field has a name that cannot be used.')
    const found = inspectJson(held, [...path, key])
    if (found) return found
  }
  return null
}

const fault = (path: readonly (string | number)[], message: string): JsonFault => ({
  field: path.join('.') || 'body',
  message,
})
