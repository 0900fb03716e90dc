const MAX_LENGTH = 200
const MAX_QUANTIFIERS = 6
const MAX_UNBOUNDED = 2
/** Longer messages are cut before a pattern sees them: with the limits above the worst pattern stays within tens of ms. */
export const PATTERN_TEXT_LENGTH = 200

const QUANTIFIER = /[*+?]|\{\d*,?\d*\}/y

/**
 * Why a pattern may not run on the path; null = it may. The engine backtracks, so what can blow up is refused:
 * back-references, look-around, a quantified group that holds a quantifier or an alternative, too many quantifiers.
 */
export function checkPattern(pattern: string): string | null {
  if (pattern.length > MAX_LENGTH) return `longer than ${MAX_LENGTH} characters`
  if (/\\[1-9]|\\k</.test(pattern)) return 'back-references are not allowed'
  if (/\(\?(?!:)/.test(pattern)) return 'look-around, names and flags are not allowed'
  const structure = checkStructure(pattern)
  if (structure) return structure
  try {
    const compiled = new RegExp(pattern, 'iu')
    return compiled.test('') ? 'matches an empty text' : null
  } catch {
    return 'is not a valid pattern'
  }
}

interface Group {
  isComplex: boolean
}

function checkStructure(pattern: string): string | null {
  const open: Group[] = [{ isComplex: false }]
  let closed: Group | null = null
  let quantifiers = 0
  let unbounded = 0
  for (let at = 0; at < pattern.length; ) {
    const quantifier = quantifierAt(pattern, at)
    if (quantifier) {
      if (closed?.isComplex && quantifier !== '?') return 'a repeated group may hold no quantifier and no alternative'
      quantifiers += 1
      if (isUnbounded(quantifier)) unbounded += 1
      for (const group of open) group.isComplex = true
      at += quantifier.length
      if (pattern[at] === '?') at += 1
      closed = null
      continue
    }
    const step = nextToken(pattern, at)
    if (step.token === '(') open.push({ isComplex: false })
    if (step.token === '|') for (const group of open) group.isComplex = true
    closed = step.token === ')' ? (open.pop() ?? null) : null
    at = step.end
  }
  if (quantifiers > MAX_QUANTIFIERS) return `more than ${MAX_QUANTIFIERS} quantifiers`
  return unbounded > MAX_UNBOUNDED ? `more than ${MAX_UNBOUNDED} open-ended quantifiers` : null
}

function quantifierAt(pattern: string, at: number): string | null {
  QUANTIFIER.lastIndex = at
  return QUANTIFIER.exec(pattern)?.[0] ?? null
}

function isUnbounded(quantifier: string): boolean {
  if (quantifier === '?') return false
  if (quantifier === '*' || quantifier === '+') return true
  const [low, high] = quantifier.slice(1, -1).split(',')
  return high === '' || Number(high ?? low) > 10
}

/** An escape and a character class are one token; a group opens after `(` or `(?:`. */
function nextToken(pattern: string, at: number): { readonly token: string; readonly end: number } {
  const character = pattern[at] ?? ''
  if (character === '\\') return { token: 'escape', end: at + 2 }
  if (character === '[') return { token: 'class', end: endOfClass(pattern, at) }
  if (pattern.startsWith('(?:', at)) return { token: '(', end: at + 3 }
  return { token: character, end: at + 1 }
}

function endOfClass(pattern: string, start: number): number {
  for (let at = start + 1; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1
    else if (pattern[at] === ']') return at + 1
  }
  return pattern.length
}
