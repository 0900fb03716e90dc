import { ApiProblem } from './request.ts'

const AGAIN_MS = 250
/** A browser has six ways to a server: what was swallowed keeps one, and is dropped with its way when it was asked again. */
const MOST_ASKED = 3
const LONG_MS = 8000

interface Patience {
  readonly stopped?: AbortSignal | undefined
  readonly longestMs?: number
}

/**
 * For what can be asked twice: asks again while there is no answer, and the first answer counts. A line that died without
 * a word costs a moment then, and not a minute; the first asking is left to wait a while, for a slow server answers it in the end.
 * Throws what the server refused, or `unreachable`.
 */
export function insist<Answer>(
  ask: (signal: AbortSignal) => Promise<Answer>,
  { stopped, longestMs = 20_000 }: Patience = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked: (AbortController & { readonly at: number })[] = []
    const end = (tell: () => void) => {
      clearInterval(again)
      clearTimeout(patience)
      for (const each of asked) each.abort()
      tell()
    }
    const fail = (error: unknown) => end(() => reject(error))
    const once = () => {
      if (asked.length < MOST_ASKED) return askOnce()
      // Ways that died keep their place until somebody gives them up: two at once, so that all six are tried within a second.
      const isFirstOver = Date.now() - (asked[0]?.at ?? 0) > LONG_MS
      for (const dropped of asked.splice(isFirstOver ? 0 : 1)) dropped.abort()
      while (asked.length < MOST_ASKED) askOnce()
    }
    const askOnce = () => {
      const mine = Object.assign(new AbortController(), { at: Date.now() })
      asked.push(mine)
      ask(mine.signal).then(
        (answer) => end(() => resolve(answer)),
        (error: unknown) => {
          const at = asked.indexOf(mine)
          if (at >= 0) asked.splice(at, 1)
          if (!mine.signal.aborted && !isUnreachable(error)) fail(error)
        },
      )
    }
    const again = setInterval(once, AGAIN_MS)
    const patience = setTimeout(() => fail(new ApiProblem(0, {})), longestMs)
    stopped?.addEventListener('abort', () => fail(stopped.reason))
    once()
  })
}

const isUnreachable = (error: unknown): boolean => error instanceof ApiProblem && error.status === 0
