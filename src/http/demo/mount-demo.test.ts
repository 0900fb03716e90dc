import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { createManualClock, createShiftableClock } from '../../kernel/clock.ts'
import { mountDemo } from './mount-demo.ts'

const open = () => {
  const clock = createShiftableClock(createManualClock(1_000_000))
  const fastify = Fastify()
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  mountDemo(fastify, { clock, token: 'right', shopPort: 7301 })
  const move = (body: unknown) =>
    fastify.inject({ method: 'POST', url: '/api/v1/demo/clock', payload: JSON.stringify(body) })
  return { clock, fastify, move }
}

test('the clock stands where the demo shop says, however often it says so', async () => {
  const { clock, move } = open()
  for (let time = 0; time < 2; time += 1) expect((await move({ token: 'right', offsetMs: 5 })).statusCode).toBe(200)
  expect(clock.offsetMs).toBe(5)
})

test('nobody else moves it', async () => {
  const { clock, move } = open()
  const answers = [await move({ token: 'wrong', offsetMs: 5 }), await move({ offsetMs: 5 }), await move('x')]
  expect(answers.map(({ statusCode }) => statusCode < 300)).toEqual([false, false, false])
  expect(clock.offsetMs).toBe(0)
})

test('the shop is found under our address, on the host that the visitor used', async () => {
  const answer = await open().fastify.inject({ url: '/demo-shop/cart', headers: { host: 'box.local:7300' } })
  expect([answer.statusCode, answer.headers.location]).toEqual([302, 'http://box.local:7301/demo-shop/cart'])
})
