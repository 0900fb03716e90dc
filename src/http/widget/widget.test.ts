import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type JourneyHouse, OPENING_MS, openJourneyHouse } from '../../../test/journey-house.ts'
import { acked, countRows, dialWidget, type Line, visitsOf } from '../../../test/widget-visits.ts'
import { createAuthenticator } from '../../staff/index.ts'
import { createSocketServer, type SocketServer } from '../socket/socket-server.ts'

let house: JourneyHouse
let sockets: SocketServer
let port = 0
beforeAll(async () => {
  house = await openJourneyHouse()
  const authenticator = createAuthenticator(house)
  const onError = () => undefined
  sockets = createSocketServer({ ...house, authenticator, ratePerMinute: 0, onError, doors: [house.widget.door] })
  sockets.attach(house.server.server)
  port = await house.server.listen(0, '127.0.0.1')
}, OPENING_MS)
afterAll(async () => {
  await sockets.close()
  await house.close()
})

const { post, start, send, poll, show, give } = visitsOf(() => house)
const dial = (session: string) => dialWidget(port, session)

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
function identity(claims: object, secret = house.webSecret, alg = 'HS256'): string {
  const body = `${part({ alg, typ: 'JWT' })}.${part({ exp: house.clock.now() / 1000 + 600, ...claims })}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}

const itemsOf = (line: Line) =>
  line.frames
    .filter(({ type }) => type === 'messages')
    .flatMap(({ items }) => z.array(z.object({ seq: z.int(), role: z.string() })).parse(items))

test('a visitor writes, is answered, and finds it again with the session that he kept', async () => {
  const first = await start()
  expect(first).toMatchObject({ isKnown: false, conversation: null })
  expect(first.shop.greeting).toContain(first.shop.name)
  await send(first.session, '这件大衣包邮吗', { reference: { productId: 'p1' } })
  const { items } = await poll(first.session, 1, 20)
  expect(items.map(({ seq, role }) => [seq, role])).toContainEqual([2, 'robot'])
  const again = await start({ session: first.session })
  expect(again.conversation?.lastSeq).toBeGreaterThanOrEqual(2)
  expect((await poll(again.session, 0)).items[0]).toMatchObject({ role: 'buyer', content: { text: '这件大衣包邮吗' } })
})

test('the same message id twice is one message, and a known id with other words is refused', async () => {
  const { session } = await start()
  const item = { messageId: 'same', content: { kind: 'text', text: '在吗' } }
  const [one, two] = [
    await post('messages', { session, items: [item] }),
    await post('messages', { session, items: [item] }),
  ]
  expect([one.status, acked.parse(one.body)]).toEqual([202, acked.parse(two.body)])
  const other = await post('messages', { session, items: [{ ...item, content: { kind: 'text', text: '不在' } }] })
  expect(other.body).toMatchObject({ acks: [{ error: { code: 'idempotency-mismatch' } }] })
})

test('whatever a browser says of itself, it speaks as who its session says', async () => {
  const { session } = await start()
  const claimed = await post('messages', {
    session,
    items: [{ messageId: 'claim', content: { kind: 'text', text: '我的订单' }, buyer: { id: 'x', customerId: 'c1' } }],
  })
  expect(claimed.status).toBe(202)
  const rows = await house.look((tx) => tx.selectFrom('buyer').select(['external_id', 'customer_id']).execute())
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.filter((row) => row.external_id === 'x' || row.customer_id === 'c1')).toEqual([])
  const picture = { messageId: 'p', content: { kind: 'image', url: 'https://spy.example/pixel.png' } }
  const refused = await post('messages', { session, items: [picture] })
  expect(refused.body).toMatchObject({ acks: [{ error: { code: 'invalid-field', field: 'content.url' } }] })
})

test('a session of nobody, an altered one and one that is over are all the same 401', async () => {
  const { session } = await start()
  expect((await post('poll', { session, afterSeq: 0 })).status).toBe(200)
  const [body = '', signature = ''] = session.split('.')
  const forged = `${part({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), buyerRef: 'u:c1' })}.${signature}`
  for (const token of ['', 'x', 'a.b.c', forged, `${session}x`])
    expect([token, (await post('poll', { session: token, afterSeq: 0 })).status]).toEqual([token, 401])
  house.clock.advance(31 * 24 * 3_600_000)
  expect((await post('poll', { session, afterSeq: 0 })).status).toBe(401)
})

test('a shop that is not there and one without a chat window are the same 404', async () => {
  const absent = await post('sessions', { shopId: '0190f5c2-0000-7000-8000-000000000000' })
  const malformed = await post('sessions', { shopId: 'x' })
  expect([absent.status, malformed.status]).toEqual([404, 400])
  expect((await house.ask({ method: 'GET', url: '/chat/0190f5c2-0000-7000-8000-000000000000' })).status).toBe(404)
  expect((await house.ask({ method: 'GET', url: `/chat/${house.shopId}` })).text).toContain('data-mode="page"')
})

test('the shop vouches for a buyer by a signed token, and his visit before becomes his', async () => {
  const visitor = await start()
  await send(visitor.session, '你们几点下班')
  const known = await start({ session: visitor.session, identity: identity({ sub: 'b-7', name: '小美' }) })
  expect(known).toMatchObject({ isKnown: true, name: '小美' })
  expect((await poll(known.session, 0)).items[0]).toMatchObject({ content: { text: '你们几点下班' } })
  const elsewhere = await start({ identity: identity({ sub: 'b-7' }) })
  expect(elsewhere.conversation).toEqual(known.conversation)
})

test('identities that the shop did not sign are refused, whatever their header says', async () => {
  const late = { sub: 'b', exp: house.clock.now() / 1000 - 1 }
  const far = { sub: 'b', exp: house.clock.now() / 1000 + 30 * 24 * 3600 }
  const unsigned = `${part({ alg: 'none' })}.${part({ sub: 'b', exp: 9e9 })}.`
  const bad = [identity({ sub: 'b' }, 'other'), identity({ sub: 'b' }, house.webSecret, 'none'), identity({}), unsigned]
  for (const token of [...bad, identity(late), identity(far)]) {
    const answer = await post('sessions', { shopId: house.shopId, identity: token })
    expect([answer.status, answer.body]).toMatchObject([401, { error: { code: 'bad-signature', field: 'identity' } }])
  }
})

test('a socket hears its own talk only, resumes from a number, and gets everything once', async () => {
  const [mine, other] = [await start(), await start()]
  const line = await dial(mine.session)
  const item = { messageId: 's1', buyer: { id: 'me' }, content: { kind: 'text', text: '几天能到' } }
  line.say({ type: 'messages', items: [item] })
  await line.heard('acks')
  await send(other.session, '别人的话')
  const conversationId = (await start({ session: mine.session })).conversation?.conversationId
  line.say({ type: 'subscribe', conversationId, afterSeq: 0 })
  await line.heard('subscribed')
  await expect.poll(() => itemsOf(line).some(({ role }) => role === 'robot')).toBe(true)
  await line.close()
  await send(mine.session, '还在吗')
  await poll(mine.session, 3, 20)
  const resumed = await dial(mine.session)
  resumed.say({ type: 'subscribe', conversationId, afterSeq: 2 })
  await expect.poll(() => itemsOf(resumed).map(({ seq }) => seq)).toEqual(expect.arrayContaining([3, 4]))
  expect(itemsOf(resumed)[0]?.seq).toBe(3)
  const foreign = (await start({ session: other.session })).conversation?.conversationId
  resumed.say({ type: 'subscribe', conversationId: foreign, afterSeq: 0 })
  await resumed.heard('error')
  expect(resumed.frames.at(-1)).toMatchObject({ error: { code: 'not-found' } })
  await resumed.close()
})

const aheadOf = async (session: string) => {
  house.clock.advance(4000)
  return (await poll(session, 0)).conversation?.ahead
}

test('a buyer who does not want to wait for a person goes back to the robot, and nobody else can send him there', async () => {
  const { session } = await start()
  await send(session, '转人工')
  await expect.poll(async () => (await poll(session, 0)).conversation?.owner).toBe('waiting')
  const stranger = await start()
  expect((await post('robot', { session: stranger.session })).body).toEqual({ conversation: null })
  expect((await post('robot', { session: `${session}x` })).status).toBe(401)
  expect([(await poll(session, 0)).conversation?.owner, await aheadOf(session)]).toEqual(['waiting', 0])
  await send(stranger.session, '转人工')
  await expect.poll(() => aheadOf(stranger.session)).toBe(1)
  const before = (await poll(session, 0)).conversation?.lastSeq ?? 0
  const news = poll(session, before, 20)
  expect((await post('robot', { session })).body).toMatchObject({
    conversation: { owner: 'robot', lastSeq: before + 1 },
  })
  expect((await news).items).toMatchObject([{ role: 'system', content: { kind: 'system' } }])
  expect((await post('robot', { session })).body).toMatchObject({ conversation: { lastSeq: before + 1 } })
  await expect.poll(() => aheadOf(stranger.session)).toBe(0)
  await send(session, '这件大衣包邮吗', { reference: { productId: 'p1' } })
  await expect.poll(async () => (await poll(session, before + 1)).items.map(({ role }) => role)).toContain('robot')
})

test('a buyer who asks for it is forgotten: nothing of his talk is left in any table, others keep theirs', async () => {
  const [mine, other] = [await start({ identity: identity({ sub: 'b-9', name: '阿珍' }) }), await start()]
  for (const { session } of [mine, other]) {
    await send(session, '这件大衣包邮吗', { reference: { productId: 'p1' } })
    await poll(session, 1, 20)
  }
  const talkOf = async (session: string) => (await poll(session, 0)).conversation?.conversationId ?? ''
  const [gone, kept] = [await talkOf(mine.session), await talkOf(other.session)]
  const [before, keptBefore] = [await countRows(house, gone), await countRows(house, kept)]
  expect(before).toMatchObject({ conversation: 1, buyer: 1, session: 1, turn: 1, delivery: 1 })
  expect([before.message, before.memory, before.heard_key].every((count) => (count ?? 0) > 0)).toBe(true)
  expect((await post('forget', { session: `${mine.session}x` })).status).toBe(401)
  expect((await post('forget', { session: mine.session })).body).toEqual({ messages: before.message })
  expect(Object.values(await countRows(house, gone)).reduce((sum, one) => sum + one, 0)).toBe(0)
  expect(await countRows(house, kept)).toEqual(keptBefore)
  expect(await poll(mine.session, 0)).toMatchObject({ conversation: null, items: [] })
  expect((await post('forget', { session: mine.session })).body).toEqual({ messages: 0 })
  const audited = await house.look((tx) => tx.selectFrom('audit').selectAll().where('target', '=', gone).execute())
  expect(audited).toMatchObject([{ act: 'memory.erased', actor_kind: 'system' }])
  // He may come back, as somebody whom nobody knows.
  await send(mine.session, '在吗')
  const { conversation, items } = await poll(mine.session, 1, 20)
  expect(conversation?.conversationId).not.toBe(gone)
  expect(items.map(({ role }) => role)).toContain('robot')
})

test('no socket without a session', async () => {
  await expect(dial('nonsense')).rejects.toThrow('401')
})

test('any page may read the answers, and no other route of the house is opened by that', async () => {
  const origin = 'https://shop.example'
  const asked = { method: 'POST', headers: { origin, 'content-type': 'text/plain' } } as const
  const own = await house.ask({
    ...asked,
    url: '/api/v1/widget/sessions',
    raw: JSON.stringify({ shopId: house.shopId }),
  })
  expect([own.status, own.headers['access-control-allow-origin']]).toEqual([200, '*'])
  const other = await house.ask({ method: 'GET', url: '/api/v1/shops', headers: { origin }, as: house.owner })
  expect(other.headers['access-control-allow-origin']).toBeUndefined()
})

test('a shop may name the pages that show its window; others are refused', async () => {
  const origins = ['https://shop.example']
  await house.look((tx) =>
    tx
      .updateTable('channel_account')
      .set({ settings: JSON.stringify({ origins }) })
      .where('kind', '=', 'web')
      .execute(),
  )
  house.clock.advance(6000)
  const from = (origin: string) =>
    house.ask({ method: 'POST', url: '/api/v1/widget/sessions', body: { shopId: house.shopId }, headers: { origin } })
  expect([(await from('https://shop.example')).status, (await from('https://thief.example')).status]).toEqual([
    200, 403,
  ])
  const page = await house.ask({ method: 'GET', url: `/chat/${house.shopId}` })
  expect(String(page.headers['content-security-policy'])).toContain("frame-ancestors 'self' https://shop.example")
})

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH+A0dQUwAsAAAAAAEAAQAAAgJEAQA7', 'base64')
const given = z.object({ kind: z.string(), url: z.string() })
const refusals = z.object({ acks: z.array(z.object({ error: z.object({ code: z.string(), field: z.string() }) })) })

test('a picture is stored clean, sent once given, shown so that nothing in it runs, and gone with its talk', async () => {
  const { session } = await start()
  const answer = await give(session, GIF)
  const { kind, url } = given.parse(answer.body)
  expect(acked.parse((await show(session, { kind, url })).body).acks[0]?.seq).toBe(1)
  const { items } = await poll(session, 0, 20)
  expect(items[0]?.content).toEqual({ kind: 'image', url })
  await expect.poll(async () => (await poll(session, 1)).items.map(({ role }) => role)).toContain('robot')
  const read = await house.ask({ method: 'GET', url })
  expect(read.headers).toMatchObject({
    'content-type': 'image/gif',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'content-disposition': 'inline; filename="buyer.gif"',
  })
  expect(read.text).not.toContain('GPS')
  const piece = await house.ask({ method: 'GET', url, headers: { range: 'bytes=0-2' } })
  expect([piece.status, piece.text, piece.headers['content-range']]).toEqual([
    206,
    'GIF',
    expect.stringMatching(/^bytes 0-2\//),
  ])
  await post('forget', { session })
  expect((await house.ask({ method: 'GET', url })).status).toBe(404)
})

test('what is no picture, nobody’s session, and pictures of others or of anywhere are refused', async () => {
  const [{ session }, other] = [await start(), await start()]
  for (const raw of ['<svg onload="alert(1)"/>', '<script>alert(1)</script>', ''])
    expect((await give(session, raw, { 'content-type': 'image/png' })).status).toBe(415)
  expect((await give('a.b', GIF)).status).toBe(401)
  expect((await give(session, Buffer.alloc(10 * 1024 * 1024 + 1))).status).toBe(413)
  const { url } = given.parse((await give(other.session, GIF)).body)
  const tries = [
    { kind: 'image', url },
    { kind: 'image', url: 'https://thief.example/seen.gif' },
    { kind: 'image', url: url.replace(house.shopId, 'x') },
    { kind: 'file', url: 'https://thief.example/a.pdf', name: 'a.pdf' },
  ]
  for (const content of tries) {
    const { acks } = refusals.parse((await show(session, content)).body)
    expect(acks[0]?.error).toMatchObject({ code: 'invalid-field', field: 'content.url' })
  }
  expect(refusals.parse((await show(other.session, { kind: 'video', url })).body).acks[0]?.error.field).toBe(
    'content.kind',
  )
  expect(acked.parse((await show(other.session, { kind: 'image', url })).body).acks[0]?.seq).toBe(1)
})

test('what a visitor showed before the shop knew him is forgotten with him', async () => {
  const before = await start()
  const { url } = given.parse((await give(before.session, GIF)).body)
  await show(before.session, { kind: 'image', url })
  const known = await start({ session: before.session, identity: identity({ sub: 'b-12' }) })
  expect((await house.ask({ method: 'GET', url })).status).toBe(200)
  await post('forget', { session: known.session })
  expect((await house.ask({ method: 'GET', url })).status).toBe(404)
})

test('a browser gives pictures at a pace', async () => {
  const { session } = await start()
  const statuses = []
  for (let count = 0; count < 21; count += 1) statuses.push((await give(session, GIF)).status)
  expect([statuses.slice(0, 20).every((status) => status === 201), statuses[20]]).toEqual([true, 429])
})
