/**
 * JSON as PostgreSQL takes it. Where a text was cut between the halves of a surrogate pair, `jsonb` refuses the whole row,
 * and a turn that cannot be stored is a buyer who is never answered: the half becomes U+FFFD.
 */
export function storedJson(value: unknown): string {
  const text = JSON.stringify(value)
  // Whole pairs are written as they are: an escape of this kind is a half, or a buyer who typed a backslash.
  return text.includes('\\ud') ? JSON.stringify(value, (_key, held: unknown) => whole(held)) : text
}

const whole = (held: unknown): unknown => (typeof held === 'string' ? held.toWellFormed() : held)
