import type { LightMyRequestResponse } from 'fastify'
import { Registry } from 'prom-client'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { createManualClock } from '../../kernel/clock.ts'
import { createLogger } from '../../kernel/logger.ts'
import { createAuthenticator, createSetupCode, hasStaff } from '../../staff/index.ts'
import { createHttpServer } from '../create-http-server.ts'
import { auditRoutes } from './audit.ts'
import { firstOwnerRoutes } from './first-owner.ts'

const clock = createManualClock(1_700_000_000_000)
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const OWNER = { organisation: 'Winter', name: 'Lin', email: 'lin@winter.example', password: 'correct horse battery' }

interface NewInstallation {
  readonly fresh: FreshDatabase
  /** As it was printed. */
  readonly code: string
  found(body: object, address?: string): Promise<LightMyRequestResponse>
  get(url: string, token?: string): Promise<LightMyRequestResponse>
}

async function startServer(fresh: FreshDatabase): Promise<NewInstallation> {
  const { database } = fresh
  const { setupCode, text } = createSetupCode(clock)
  const authenticator = createAuthenticator({ database, clock })
  const server = createHttpServer({
    ...{ database, clock, authenticator, logger: createLogger('silent'), registry: new Registry() },
    findShopOwner: async () => null,
    routes: [...firstOwnerRoutes({ setupCode, isSecure: true }), ...auditRoutes({ database })],
    ratePerMinute: 0,
    notReady: async () => [],
    version: 'test',
    checkReplies: true,
  })
  closers.push(server.close)
  return {
    fresh,
    code: text,
    found: (body, remoteAddress = '10.0.0.1') =>
      server.fastify.inject({ method: 'POST', url: '/api/v1/installation/owner', payload: body, remoteAddress }),
    get: (url, token) =>
      server.fastify.inject({ method: 'GET', url, ...(token && { headers: { authorization: `Bearer ${token}` } }) }),
  }
}

async function newInstallation(): Promise<NewInstallation> {
  const fresh = await freshDatabase()
  closers.push(fresh.close)
  return startServer(fresh)
}

const codeOf = (answer: { payload: string }): string =>
  z.object({ error: z.object({ code: z.string() }) }).parse(JSON.parse(answer.payload)).error.code

test('whoever reads the printed code makes the organisation, is its owner, signed in, and it stands in the audit log', async () => {
  const { found, get, code } = await newInstallation()
  expect((await get('/api/v1/installation')).json()).toEqual({ isNew: true })
  const answer = await found({ ...OWNER, code: ` ${code.toLowerCase().replaceAll('-', ' ')}` })
  expect([answer.statusCode, answer.json().staff.role]).toEqual([201, 'owner'])
  expect(answer.headers['set-cookie']).toMatch(/^xiaoer_sign_in=xs_.+HttpOnly; SameSite=Strict; .+Secure$/)
  expect(answer.payload).not.toContain(OWNER.password)
  const audit = await get('/api/v1/audit', answer.json().token)
  expect(audit.json().items).toMatchObject([{ act: 'organisation.founded' }])
  expect((await get('/api/v1/installation')).json()).toEqual({ isNew: false })
})

test('the code is gone after its use', async () => {
  const { found, code } = await newInstallation()
  expect((await found({ ...OWNER, code })).statusCode).toBe(201)
  const again = await found({ ...OWNER, email: 'other@winter.example', code })
  expect([again.statusCode, codeOf(again)]).toEqual([409, 'precondition-failed'])
})

test('a wrong code makes nobody, and too many of them must wait, each address for itself', async () => {
  const { found, code, fresh } = await newInstallation()
  const guesses = await Promise.all(Array.from({ length: 30 }, () => found({ ...OWNER, code: 'AAAA-BBBB' })))
  expect(guesses.filter((answer) => answer.statusCode === 401)).toHaveLength(10)
  expect(guesses.filter((answer) => answer.statusCode === 429)).toHaveLength(20)
  expect((await found({ ...OWNER, code })).statusCode).toBe(429)
  expect(await hasStaff(fresh.database)).toBe(false)
  expect((await found({ ...OWNER, code }, '10.0.0.2')).statusCode).toBe(201)
})

test('many addresses that guess together must wait too', async () => {
  const { found, code } = await newInstallation()
  for (let address = 0; address < 200; address += 1) await found({ ...OWNER, code: 'AAAA' }, `10.1.0.${address}`)
  expect((await found({ ...OWNER, code }, '10.2.0.1')).statusCode).toBe(429)
  clock.advance(15 * 60_000 + 1)
  expect((await found({ ...OWNER, code }, '10.2.0.1')).statusCode).toBe(201)
})

test('of two at once, at one process or at two, one becomes the owner', async () => {
  const here = await newInstallation()
  const there = await startServer(here.fresh)
  const answers = await Promise.all([
    here.found({ ...OWNER, code: here.code }),
    here.found({ ...OWNER, email: 'second@winter.example', code: here.code }),
    there.found({ ...OWNER, email: 'third@winter.example', code: there.code }),
  ])
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409, 409])
})

test('what is missing or too weak is told by field, and the code stays good', async () => {
  const { found, code } = await newInstallation()
  for (const [field, value] of [
    ['password', 'short'],
    ['email', 'nobody'],
    ['organisation', ' '],
    ['name', ''],
  ] as const) {
    const answer = await found({ ...OWNER, code, [field]: value })
    expect([answer.statusCode, answer.json().error.field]).toEqual([400, field])
  }
  expect((await found({ ...OWNER, code, extra: 1 })).statusCode).toBe(400)
  expect((await found({ ...OWNER, code })).statusCode).toBe(201)
})
