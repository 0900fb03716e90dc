import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../../test/http/house.ts'
import { PASSWORD, signIn } from '../../../test/http/open-firm.ts'
import { openHouse } from '../../../test/http/open-house.ts'
import { role as roles } from '../../staff/index.ts'

let house: House
beforeAll(async () => {
  house = await openHouse({ signInTries: 3 })
})
afterAll(() => house.close())

const code = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
const codeOf = (answer: { body: unknown }): string => code.parse(answer.body).error.code
const me = (as: string) => house.ask({ method: 'GET', url: '/api/v1/me', as })
const tryPassword = (email: string, password: string) =>
  house.ask({ method: 'POST', url: '/api/v1/sign-ins', body: { email, password } })

async function hire(email: string, role: string, as = house.ours.owner) {
  const body = { email, name: 'Hired', password: PASSWORD, role }
  return house.ask({ method: 'POST', url: '/api/v1/staff', as, body })
}

test('a wrong password and an unknown e-mail get the same words, and too many tries must wait', async () => {
  await hire('limited@ours.example', 'agent')
  const wrong = await tryPassword('limited@ours.example', 'wrong')
  const unknown = await tryPassword('nobody@ours.example', 'wrong')
  expect([wrong.status, code.parse(wrong.body).error.message]).toEqual([401, code.parse(unknown.body).error.message])
  await tryPassword('LIMITED@ours.example', 'wrong')
  await tryPassword('limited@ours.example', 'wrong')
  const refused = await tryPassword('limited@ours.example', PASSWORD)
  expect([refused.status, Number(refused.headers['retry-after']) > 0]).toEqual([429, true])
  expect((await tryPassword('owner@ours.example', PASSWORD)).status).toBe(201)
  house.clock.advance(15 * 60_000 + 1)
  expect((await tryPassword('limited@ours.example', PASSWORD)).status).toBe(201)
})

test('a hundred guesses at once do not slip past the limit', async () => {
  await hire('swarm@ours.example', 'agent')
  const answers = await Promise.all(Array.from({ length: 20 }, () => tryPassword('swarm@ours.example', 'wrong')))
  expect(answers.filter((answer) => answer.status === 401).length).toBe(3)
  expect(answers.filter((answer) => answer.status === 429).length).toBe(17)
})

test('a password change ends the other sign-ins at once and keeps this one', async () => {
  await hire('changes@ours.example', 'agent')
  const [here, there] = [
    await signIn(house.ask, 'changes@ours.example'),
    await signIn(house.ask, 'changes@ours.example'),
  ]
  expect((await me(there.token)).status).toBe(200)
  const change = (current: string) =>
    house.ask({ method: 'PUT', url: '/api/v1/me/password', as: here.token, body: { current, next: 'another one' } })
  expect((await change('wrong')).status).toBe(400)
  expect((await me(there.token)).status).toBe(200)
  expect((await change(PASSWORD)).status).toBe(204)
  expect([(await me(here.token)).status, (await me(there.token)).status]).toEqual([200, 401])
  expect((await tryPassword('changes@ours.example', PASSWORD)).status).toBe(401)
  expect((await tryPassword('changes@ours.example', 'another one')).status).toBe(201)
})

test('signing out ends that sign-in at once, and a sign-in ends by itself', async () => {
  const { token, signInId } = await signIn(house.ask, 'viewer@ours.example')
  const later = await signIn(house.ask, 'viewer@ours.example')
  expect((await me(token)).status).toBe(200)
  await house.ask({ method: 'DELETE', url: `/api/v1/sign-ins/${signInId}`, as: token })
  expect([(await me(token)).status, (await me(later.token)).status]).toEqual([401, 200])
  house.clock.advance(15 * 86_400_000)
  expect((await me(later.token)).status).toBe(401)
  house.clock.advance(-15 * 86_400_000)
})

test('somebody who is let out is out at once, and the last owner stays', async () => {
  const hired = await hire('leaves@ours.example', 'agent')
  const { staffId } = z.object({ staffId: z.string() }).parse(hired.body)
  const { token } = await signIn(house.ask, 'leaves@ours.example')
  expect((await me(token)).status).toBe(200)
  const change = (id: string, body: object, as = house.ours.owner) =>
    house.ask({ method: 'PATCH', url: `/api/v1/staff/${id}`, as, body })
  await change(staffId, { disabled: true })
  expect((await me(token)).status).toBe(401)
  expect((await tryPassword('leaves@ours.example', PASSWORD)).status).toBe(401)
  expect(codeOf(await change(house.ours.staffIds.owner, { disabled: true }))).toBe('precondition-failed')
  expect(codeOf(await change(house.ours.staffIds.owner, { role: 'agent' }))).toBe('precondition-failed')
})

test('nobody lifts himself or others above his own rank', async () => {
  const supervisor = (await signIn(house.ask, 'supervisor@ours.example')).token
  for (const role of roles.options) {
    const mayNot = role === 'owner' || role === 'supervisor'
    for (const [by, as] of [
      ['supervisor', supervisor],
      ['key', house.ours.key],
    ] as const) {
      const answer = await hire(`${role}-by-${by}@ours.example`, role, as)
      expect([role, answer.status]).toEqual([role, mayNot ? 403 : 201])
    }
  }
  const { owner, supervisor: self } = house.ours.staffIds
  for (const id of [owner, self]) {
    const lifted = await house.ask({
      method: 'PATCH',
      url: `/api/v1/staff/${id}`,
      as: supervisor,
      body: { role: 'owner' },
    })
    expect(lifted.status).toBe(403)
  }
})

test('an API key is shown once, works at once, and is dead at once when revoked', async () => {
  const body = { name: 'k', scopes: ['shops:read'] }
  const made = await house.ask({ method: 'POST', url: '/api/v1/api-keys', as: house.ours.owner, body })
  const { secret, key } = z.object({ secret: z.string(), key: z.object({ keyId: z.string() }) }).parse(made.body)
  expect(secret).toMatch(/^xk_[\w-]{43}$/)
  const listed = await house.ask({ method: 'GET', url: '/api/v1/api-keys', as: house.ours.owner })
  expect([listed.text.includes(key.keyId), listed.text.includes(secret)]).toEqual([true, false])
  const read = () => house.ask({ method: 'GET', url: '/api/v1/shops', as: secret })
  expect((await read()).status).toBe(200)
  await house.ask({ method: 'DELETE', url: `/api/v1/api-keys/${key.keyId}`, as: house.ours.owner })
  expect((await read()).status).toBe(401)
})

test('a key that is limited to one shop finds no other, and nothing beyond shops', async () => {
  const { shopId, otherShopId, owner } = house.ours
  const body = { name: 'limited', scopes: ['shops:read', 'shops:write', 'staff:read'], shopIds: [otherShopId] }
  const made = await house.ask({ method: 'POST', url: '/api/v1/api-keys', as: owner, body })
  const { secret } = z.object({ secret: z.string() }).parse(made.body)
  const get = (url: string) => house.ask({ method: 'GET', url, as: secret })
  expect((await get(`/api/v1/shops/${otherShopId}`)).status).toBe(200)
  expect((await get(`/api/v1/shops/${shopId}`)).status).toBe(404)
  const listed = z.object({ items: z.array(z.object({ shopId: z.string() })) }).parse((await get('/api/v1/shops')).body)
  expect(listed.items.map((item) => item.shopId)).toEqual([otherShopId])
  expect((await get('/api/v1/staff')).status).toBe(403)
  const foreign = { name: 'x', scopes: ['shops:read'], shopIds: [house.theirs.shopId] }
  expect((await house.ask({ method: 'POST', url: '/api/v1/api-keys', as: owner, body: foreign })).status).toBe(404)
})

test('passwords, tokens and keys are nowhere in the database as they are', async () => {
  const { token } = await signIn(house.ask, 'viewer@ours.example')
  const stored = await house.fresh.database.within([house.ours.orgId], async (tx) => [
    await tx.selectFrom('staff').selectAll().execute(),
    await tx.selectFrom('sign_in').selectAll().execute(),
    await tx.selectFrom('api_key').selectAll().execute(),
  ])
  const text = JSON.stringify(stored)
  expect(text).toContain('$argon2id$')
  for (const secret of [PASSWORD, token, house.ours.key]) expect(text).not.toContain(secret)
})
