import http from 'node:http'
import https from 'node:https'
import { done, failed, type Result } from '../kernel/result.ts'
import type { EgressProblem, EgressRequest, EgressResponse } from './egress-request.ts'
import { ForbiddenAddress, type Target } from './target.ts'

type Outcome = Result<EgressResponse, EgressProblem>

/** One request and its whole answer within one deadline. */
export async function exchange(request: EgressRequest, target: Target, agent: http.Agent): Promise<Outcome> {
  const first = await once(request, target, agent)
  if (!first.wasStale || !request.isRepeatable) return first.outcome
  // The server closed the kept connection while our request was under way: nothing is wrong with it.
  return (await once(request, target, agent)).outcome
}

function once(
  request: EgressRequest,
  target: Target,
  agent: http.Agent,
): Promise<{ readonly outcome: Outcome; readonly wasStale: boolean }> {
  return new Promise((settle) => {
    const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body
    const outgoing = (target.secure ? https : http).request({
      host: target.host,
      port: target.port,
      path: target.path,
      method: request.method,
      headers: { ...request.headers, ...(body ? { 'content-length': String(body.length) } : {}) },
      agent,
      lookup: target.lookup,
    })
    let isSent = false
    let isOver = false
    const finish = (outcome: Outcome, wasStale = false): void => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      if (!outcome.ok) outgoing.destroy()
      settle({ outcome, wasStale })
    }
    const timer = setTimeout(
      () => finish(failed({ kind: 'timeout', reason: `no answer within ${request.timeoutMs} ms`, bodySent: isSent })),
      request.timeoutMs,
    )
    outgoing.once('finish', () => {
      // 'finish' also comes for what was written to a socket that is not connected yet.
      isSent = outgoing.socket !== null && !outgoing.socket.connecting
      if (!isSent) outgoing.socket?.once('connect', () => (isSent = true))
    })
    outgoing.on('error', (error) => finish(failed(problemOf(error, isSent)), isSent && outgoing.reusedSocket))
    outgoing.once('response', (response) => {
      isSent = true
      readAnswer(response, request.maxBytes ?? 1_048_576, finish)
    })
    outgoing.end(body)
  })
}

function readAnswer(response: http.IncomingMessage, maxBytes: number, finish: (outcome: Outcome) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > maxBytes) {
      finish(failed({ kind: 'too-large', reason: `the answer is longer than ${maxBytes} bytes`, bodySent: true }))
      return
    }
    chunks.push(chunk)
  })
  response.once('end', () => {
    const headers: Record<string, string | undefined> = {}
    for (const [name, value] of Object.entries(response.headers))
      headers[name] = Array.isArray(value) ? value.join(', ') : value
    finish(done({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) }))
  })
  const broken = (): void => finish(failed({ kind: 'unreachable', reason: 'the answer broke off', bodySent: true }))
  response.once('error', broken)
  response.once('aborted', broken)
}

function problemOf(error: Error & { readonly code?: string }, isSent: boolean): EgressProblem {
  if (error instanceof ForbiddenAddress) {
    return {
      kind: 'forbidden-address',
      reason: 'the name leads to a private, local or reserved address',
      bodySent: false,
    }
  }
  return { kind: 'unreachable', reason: error.code ?? error.message.slice(0, 200), bodySent: isSent }
}
