import { done, failed, type Result } from '../kernel/result.ts'
import { type AnswerReader, createAnswerReader, type Reading } from './answer-reader.ts'
import type { Connection, ConnectionPool } from './connection-pool.ts'
import type { EgressProblem, EgressRequest, EgressResponse } from './egress-request.ts'
import { requestBytes } from './request-bytes.ts'
import { ForbiddenAddress, type Target } from './target.ts'

type Outcome = Result<EgressResponse, EgressProblem>

interface Once {
  readonly outcome: Outcome
  /** A kept connection was closed before a byte of the answer came. */
  readonly wasStale: boolean
}

/**
 * One request and its whole answer within one deadline. HTTP/1.1 is spoken over the socket itself: `node:http` costs
 * three times as much for each of the many small requests that this house makes, and does more than is wanted here.
 */
export async function exchange(request: EgressRequest, target: Target, pool: ConnectionPool): Promise<Outcome> {
  const bytes = requestBytes(request, target)
  if (!bytes) return failed({ kind: 'bad-url', reason: 'a header holds what cannot be sent', bodySent: false })
  const sending = {
    bytes,
    target,
    pool,
    timeoutMs: request.timeoutMs ?? 10_000,
    maxBytes: request.maxBytes ?? 1_048_576,
  }
  const first = await once(sending)
  // The server closed the kept connection while our request was under way: nothing is wrong with it.
  return first.wasStale && request.isRepeatable ? (await once(sending)).outcome : first.outcome
}

interface Sending {
  readonly bytes: Buffer
  readonly target: Target
  readonly pool: ConnectionPool
  readonly timeoutMs: number
  readonly maxBytes: number
}

function once(sending: Sending): Promise<Once> {
  return new Promise((settle) => {
    let used: Connection | null = null
    let isOver = false
    const reader = createAnswerReader(sending.maxBytes)
    const finish = (outcome: Outcome, how: { readonly keeps: boolean; readonly wasStale: boolean }): void => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      stopWaiting()
      if (used) sending.pool.give(sending.target, used, how.keeps)
      settle({ outcome, wasStale: how.wasStale })
    }
    const timer = setTimeout(() => {
      const reason = `no answer within ${sending.timeoutMs} ms`
      finish(failed({ kind: 'timeout', reason, bodySent: used?.isOpen ?? false }), LOST)
    }, sending.timeoutMs)
    let stopWaiting: () => void = () => undefined
    const use = (connection: Connection): void => {
      used = connection
      connection.listener = {
        data: (bytes) => conclude(reader.push(bytes), finish),
        closed: (error) => closed(error, { connection, reader, finish }),
      }
      connection.socket.write(sending.bytes)
    }
    stopWaiting = sending.pool.take(sending.target, use)
  })
}

type Finish = (outcome: Outcome, how: { readonly keeps: boolean; readonly wasStale: boolean }) => void

const LOST = { keeps: false, wasStale: false }

function conclude(reading: Reading, finish: Finish): void {
  if (reading.kind === 'more') return
  if (reading.kind === 'done') return finish(done(reading.response), { keeps: reading.keeps, wasStale: false })
  const isLarge = reading.reason === 'too-large'
  const reason = isLarge ? 'the answer is too long' : 'the answer broke off or cannot be read'
  finish(failed({ kind: isLarge ? 'too-large' : 'unreachable', reason, bodySent: true }), LOST)
}

interface Closing {
  readonly connection: Connection
  readonly reader: AnswerReader
  readonly finish: Finish
}

function closed(error: (Error & { readonly code?: string }) | null, { connection, reader, finish }: Closing): void {
  if (reader.hasBegun && !error) return conclude(reader.end(), finish)
  if (error instanceof ForbiddenAddress) {
    const reason = 'the name leads to a private, local or reserved address'
    return finish(failed({ kind: 'forbidden-address', reason, bodySent: false }), LOST)
  }
  const reason = error?.code ?? error?.message.slice(0, 200) ?? 'the connection was closed'
  const outcome = failed<EgressProblem>({ kind: 'unreachable', reason, bodySent: connection.isOpen })
  finish(outcome, { keeps: false, wasStale: connection.uses > 0 && !reader.hasBegun })
}
