import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { toIso, type ShiftableClock } from '../../kernel/clock.ts'
import { notFound, XiaoerError } from '../../kernel/errors.ts'

export interface DemoDoor {
  readonly clock: ShiftableClock
  /** Told to the demo shop at every start: nobody else may move our clock. */
  readonly token: string
  /** 0: somewhere else at every start, and so not shown here. */
  readonly shopPort: number
}

const YEAR_MS = 366 * 24 * 3_600_000
const moved = z.strictObject({
  token: z.string().max(200),
  offsetMs: z
    .int()
    .min(-YEAR_MS)
    .max(20 * YEAR_MS),
})

/** Demo mode only: the demo shop's clock is ours, and its pages are found under our address too. */
export function mountDemo(fastify: FastifyInstance, { clock, token, shopPort }: DemoDoor): void {
  fastify.post('/api/v1/demo/clock', (request, reply) => {
    const { offsetMs } = readMoved(request.body, token)
    clock.shift(offsetMs - clock.offsetMs)
    reply.header('content-type', 'application/json; charset=utf-8')
    return reply.send(JSON.stringify({ now: toIso(clock.now()), offsetMs: clock.offsetMs }))
  })
  if (shopPort === 0) return
  for (const path of ['/demo-shop', '/demo-shop/*'])
    fastify.get(path, (request, reply) => {
      const seen = `http://${request.host}`
      if (!URL.canParse(seen)) throw notFound()
      return reply.redirect(`http://${new URL(seen).hostname}:${shopPort}${request.url}`)
    })
}

function readMoved(body: unknown, token: string): z.infer<typeof moved> {
  const given = moved.safeParse(parse(body))
  if (!given.success)
    throw new XiaoerError({ code: 'invalid-field', field: given.error.issues[0]?.path.join('.') || 'body' })
  if (!timingSafeEqual(digest(given.data.token), digest(token))) throw new XiaoerError({ code: 'forbidden' })
  return given.data
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function parse(body: unknown): unknown {
  try {
    return JSON.parse(String(body))
  } catch {
    // Answered as a body without its fields.
    return null
  }
}
