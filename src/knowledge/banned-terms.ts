import { z } from 'zod'

const bannedTerm = z.object({
  term: z.string().min(1),
  kind: z.string(),
  /** Harmless words that hold the term. */
  except: z.array(z.string()).default([]),
})
const bannedPattern = z.object({ pattern: z.string(), kind: z.string(), note: z.string() })

/** packs/general/banned-terms.json: what no text of ours may say, with the harmless words that look alike. */
export const bannedTerms = z.object({ terms: z.array(bannedTerm), patterns: z.array(bannedPattern).default([]) })
export type BannedTerms = z.infer<typeof bannedTerms>

export interface BannedHit {
  readonly term: string
  readonly kind: string
}

export const NOTHING_BANNED: BannedTerms = { terms: [], patterns: [] }

export function findBanned(text: string, banned: BannedTerms): BannedHit[] {
  const lower = text.toLowerCase()
  const words = banned.terms.filter((one) => isIn(lower, one)).map(({ term, kind }) => ({ term, kind }))
  const shapes = banned.patterns.filter((one) => new RegExp(one.pattern, 'u').test(text))
  return [...words, ...shapes.map(({ note, kind }) => ({ term: note, kind }))]
}

function isIn(text: string, { term, except }: z.infer<typeof bannedTerm>): boolean {
  const wanted = term.toLowerCase()
  if (!text.includes(wanted)) return false
  return except.reduce((rest, word) => rest.replaceAll(word.toLowerCase(), ' '), text).includes(wanted)
}
