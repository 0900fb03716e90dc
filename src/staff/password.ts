import { hash, verify } from '@node-rs/argon2'
import { XiaoerError } from '../kernel/errors.ts'

// OWASP's floor for argon2id: 19 MiB, two passes.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
// Each hash holds 19 MiB and a core for some 30 ms: more at once would let sign-ins starve the buyers.
const AT_ONCE = 2
const MAX_WAITING = 100

let running = 0
const waiting: (() => void)[] = []

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, COST))

/** Against null it takes the same time and says no: an unknown e-mail must not be told from a wrong password. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hash('nobody', COST)
  const against = stored ?? (await dummy)
  const matches = await inTurn(() => verify(against, password))
  return matches && stored !== null
}

let dummy: Promise<string> | null = null

async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING) throw new XiaoerError({ code: 'overloaded', retryAfterS: 5 })
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running += 1
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
