import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { childPids } from '../../bench/cpu-clock.ts'
import { writeFigures } from '../../bench/evidence.ts'
import { askRows } from '../../bench/ground.ts'
import { freePort, startXiaoer } from '../../bench/start-xiaoer.ts'
import { newId, type OrgId } from '../../src/kernel/ids.ts'
import { writeOffers } from '../../src/offer/index.ts'
import { applyToMirror, createOrganisation, createShop } from '../../src/shop/index.ts'
import { addApiKey } from '../../src/staff/index.ts'
import { type Database, migrate, openDatabase, openServer } from '../../src/storage/index.ts'

/*
 * Row C: 256 parallel grants a round, with kill -9 of server and PostgreSQL in the middle, and clients that repeat under
 * their key until they are answered. The coupons of every fourth round belong to a shop system that loses every third answer.
 *   node --import tsx test/faults/grant-storm.ts --rounds 20
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, folder: { type: 'string', default: 'data/grant-storm' } },
})
const CLAIMS = 256
const COST_FEN = 1000
const folder = resolve(values.folder)

interface Round {
  readonly name: 'cap' | 'budget' | 'per-buyer' | 'shop-system'
  readonly expected: number
  readonly buyers: number
  readonly terms: { readonly cap?: number; readonly perBuyer?: number; readonly budgetFen?: number }
}
const CAPPED: Round = { name: 'cap', expected: 100, buyers: CLAIMS, terms: { cap: 100 } }
const ROUNDS: readonly Round[] = [
  CAPPED,
  { name: 'budget', expected: 70, buyers: CLAIMS, terms: { budgetFen: 70 * COST_FEN + 999 } },
  { name: 'per-buyer', expected: 128, buyers: 64, terms: { perBuyer: 2 } },
  { name: 'shop-system', expected: 90, buyers: CLAIMS, terms: { cap: 90 } },
]
const VICTIMS = ['server', 'database', 'both'] as const

interface Place {
  readonly orgId: string
  readonly shopId: string
  readonly key: string
}

/** Speaks as the demo shop does: gives once a key, and breaks the line after every third coupon. */
function forgetfulShop(given: Map<string, string>): Server {
  let asked = 0
  return createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      if (request.method !== 'POST') return void response.writeHead(503).end()
      const { idempotencyKey, couponId } = z
        .object({ idempotencyKey: z.string(), couponId: z.string() })
        .parse(JSON.parse(text))
      const alreadyDone = given.has(idempotencyKey)
      given.set(idempotencyKey, couponId)
      asked += 1
      if (asked % 3 === 0) return void request.socket.destroy()
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ kind: 'done', receipt: idempotencyKey, alreadyDone }))
    })
  })
}

async function seed(sinkPort: number): Promise<Place> {
  const server = await openServer({ dataDir: folder, onProgress: () => undefined })
  await migrate({ url: server.url })
  const database = await openDatabase({
    url: server.url,
    poolSize: 2,
    onError: (error) => console.error(error.message),
  })
  const place = await furnish(database, sinkPort)
  await database.close()
  await server.stop()
  return place
}

async function furnish(database: Database, sinkPort: number): Promise<Place> {
  const at = Date.now()
  const orgId = newId<OrgId>(at)
  const backendSettings = {
    ...{ url: `http://127.0.0.1:${sinkPort}`, apiKey: 'storm', shopRef: 'storm' },
    webhookSecret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  }
  return database.within([orgId], async (tx) => {
    await createOrganisation(tx, { orgId, name: 'storm', at })
    const shop = await createShop(tx, { orgId, name: 'storm', backend: 'demo', backendSettings, at })
    const made = { orgId, name: 'storm', scopes: ['offers:write', 'offers:read'] as const, createdBy: null, at }
    const { secret } = await addApiKey(tx, made)
    const spent = { amount: 0, currency: 'CNY' }
    const buyers = Array.from({ length: CLAIMS }, (_, number) => ({
      ...{ customerId: `c${number}`, name: 'storm', tags: [], orderCount: 0, spent, updatedAt: at },
    }))
    const events = buyers.map((buyer) => ({ kind: 'buyer' as const, at, buyer }))
    await applyToMirror(tx, { shop, events, at, isBackfill: true })
    const rule = {
      ...{ kind: 'shop-coupon', owner: shop.shopId, claimable: true, tiers: [{ minFen: 0, offFen: COST_FEN }] },
      ...{ validFrom: '2020-01-01T00:00:00Z', validTo: null },
    }
    const ids = Array.from({ length: Number(values.rounds) }, (_, number) => number)
    const of = (isShops: boolean) => ids.filter((number) => (number % 4 === 3) === isShops)
    for (const [source, numbers] of [
      ['api', of(false)],
      ['backend:demo', of(true)],
    ] as const)
      await writeOffers(tx, {
        shop,
        changes: numbers.map((n) => ({ offerId: `k${n}`, rule })),
        source,
        by: 'storm',
        at,
      })
    return { orgId, shopId: shop.shopId, key: secret }
  })
}

const answer = z.union([
  z.object({ grant: z.object({ grantId: z.string(), state: z.string() }) }),
  z.object({ refused: z.string() }),
])

function clientOf(port: number, place: Place) {
  /** `ask`: method and path. */
  const call = (ask: `${'POST' | 'PUT'} ${string}`, body: unknown, key?: string) =>
    fetch(`http://127.0.0.1:${port}/api/v1/shops/${place.shopId}${ask.split(' ')[1]}`, {
      method: ask.split(' ')[0] ?? '',
      body: JSON.stringify(body),
      headers: {
        authorization: `Bearer ${place.key}`,
        'content-type': 'application/json',
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      signal: AbortSignal.timeout(60_000),
    })
  let repeats = 0
  const insist = async (...asked: Parameters<typeof call>): Promise<unknown> => {
    for (;;) {
      try {
        const response = await call(...asked)
        if (response.status < 300) return await response.json()
        if (response.status < 500 && response.status !== 429)
          throw new TypeError(`${response.status}: ${await response.text()}`)
      } catch (error) {
        if (error instanceof TypeError && /^4\d\d/.test(error.message)) throw error
      }
      repeats += 1
      await sleep(200)
    }
  }
  return { insist, repeats: () => repeats }
}

function killDatabase(): void {
  const file = readFileSync(join(folder, 'postgres', 'port.json'), 'utf8')
  const { pid } = z.object({ pid: z.number() }).parse(JSON.parse(file))
  for (const victim of [pid, ...childPids(pid)]) {
    try {
      process.kill(victim, 'SIGKILL')
    } catch (error) {
      // A backend may have ended by itself between the look and the blow.
      console.error(String(error))
    }
  }
}

const COUNTS = `
  select count(*) filter (where state in ('claimed','used'))::int as claimed, count(*) filter (where state = 'pending')::int as pending,
    coalesce(max(held), 0)::int as most_held, (select taken from grant_terms t where t.offer_id = $1) as taken,
    (select b.spent_fen from grant_terms t join grant_budget b on b.budget_id = t.budget_id where t.offer_id = $1) as spent,
    (select count(*) from outbox, json_array_elements(events) e where e->>'type' = 'coupon.granted' and e->'body'->>'couponId' = $1)::int as told
  from (select g.*, count(*) filter (where state <> 'refused') over (partition by holder) as held from offer_grant g where offer_id = $1) g`

async function settled(offerId: string): Promise<Record<string, unknown>> {
  const attached = await openServer({ dataDir: folder, onProgress: () => undefined })
  const deadline = Date.now() + 120_000
  for (;;) {
    const [row] = await askRows(attached.url, COUNTS, [offerId])
    if (row && (Number(row.pending) === 0 || Date.now() > deadline)) {
      await attached.stop()
      return row
    }
    await sleep(500)
  }
}

async function main(): Promise<number> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const given = new Map<string, string>()
  const [sinkPort, port] = [await freePort(), await freePort()]
  const shop = forgetfulShop(given)
  await new Promise<void>((settle) => shop.listen(sinkPort, '127.0.0.1', settle))
  const place = await seed(sinkPort)
  const start = () => startXiaoer({ databaseUrl: null, dataDir: folder, sinkPort, port, kind: 'real' })
  const stage: Stage = { server: await start(), start, client: clientOf(port, place), given }
  const rounds: Record<string, unknown>[] = []
  for (let number = 0; number < Number(values.rounds); number += 1) {
    rounds.push(await storm(stage, number))
    console.log(JSON.stringify(rounds.at(-1)))
  }
  await stage.server.stop()
  shop.close()
  const exact = rounds.filter(({ isExact }) => isExact).length
  const repeatedRequests = stage.client.repeats()
  const figures = { rounds: rounds.length, exact, claimsEach: CLAIMS, repeatedRequests, each: rounds }
  console.log(writeFigures('grant-storm', figures))
  return exact === Number(values.rounds) ? 0 : 1
}

interface Stage {
  server: Awaited<ReturnType<typeof startXiaoer>>
  readonly start: () => ReturnType<typeof startXiaoer>
  readonly client: ReturnType<typeof clientOf>
  /** What the shop system gave: idempotency key -> coupon. */
  readonly given: ReadonlyMap<string, string>
}

/** One round: everybody claims at once, somebody is killed, and everything is counted when it is quiet again. */
async function storm(stage: Stage, number: number) {
  const round = ROUNDS[number % ROUNDS.length] ?? CAPPED
  const offerId = `k${number}`
  const { client, given } = stage
  const { budgetFen, ...terms } = round.terms
  await client.insist(`PUT /offers/${offerId}/terms`, {
    ...terms,
    budgetId: await budgetFor(stage, offerId, budgetFen),
  })
  const claims = Array.from({ length: CLAIMS }, (_, claim) =>
    client.insist('POST /grants', { offerId, customerId: `c${claim % round.buyers}` }, `storm-${number}-${claim}`),
  )
  await Promise.race([Promise.all(claims), sleep(100 + ((number * 137) % 400))])
  const killed = VICTIMS[number % VICTIMS.length] ?? 'both'
  if (killed !== 'database') stage.server.kill()
  if (killed !== 'server') killDatabase()
  if (killed !== 'database') stage.server = await stage.start()
  const answers = (await Promise.all(claims)).map((one) => answer.parse(one))
  const answeredYes = new Set(answers.flatMap((one) => ('grant' in one ? [one.grant.grantId] : []))).size
  const counts = await settled(offerId)
  const atShop = [...given.values()].filter((couponId) => couponId === offerId).length
  const isExact = judge({ round, counts, answeredYes, atShop })
  return {
    round: number + 1,
    kind: round.name,
    killed,
    expected: round.expected,
    answeredYes,
    ...counts,
    atShop,
    isExact,
  }
}

async function budgetFor({ client }: Stage, name: string, limitFen: number | undefined): Promise<string | null> {
  if (limitFen === undefined) return null
  const made = await client.insist('POST /budgets', { name, limitFen }, name)
  return z.object({ budgetId: z.string() }).parse(made).budgetId
}

interface Outcome {
  readonly round: Round
  readonly counts: Awaited<ReturnType<typeof settled>>
  readonly answeredYes: number
  readonly atShop: number
}

const judge = ({ round, counts, answeredYes, atShop }: Outcome): boolean =>
  Number(counts.claimed) === round.expected &&
  Number(counts.taken) === round.expected &&
  Number(counts.told) === round.expected &&
  answeredYes === round.expected &&
  Number(counts.pending) === 0 &&
  Number(counts.spent ?? 0) <= (round.terms.budgetFen ?? 0) &&
  Number(counts.most_held) <= (round.terms.perBuyer ?? 1) &&
  atShop === (round.name === 'shop-system' ? round.expected : 0)

process.exitCode = await main()
