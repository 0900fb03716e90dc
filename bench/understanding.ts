import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { contextOf } from '../test/context-fixture.ts'
import type { Context, Turn } from '../src/dialogue/index.ts'
import { entry, loadPacks, type Packs, packsForIndustry, type ShopKnowledge } from '../src/knowledge/index.ts'
import { normalise } from '../src/language/index.ts'
import { createKnowledgeViews, type KnowledgeViews } from '../src/turn/index.ts'
import { createCatalogue, createPackTermer, understand } from '../src/understanding/index.ts'
import { writeFigures } from './evidence.ts'
import { productOf } from './seed-shops.ts'

/*
 * Row D of issue 4: CPU time of understanding one message of real talk at 2,000 questions of the shop's own and 100 articles, part
 * by part; CPU time of making such a shop's model; memory of one more resident shop.
 *   node --expose-gc --import tsx bench/understanding.ts [--data ../shared/data]
 * The questions and the messages are buyers' of `zh_ecom_dialogues/utterances.dev.jsonl`, no message among the questions.
 */
const ROOT = resolve(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(ROOT, '../shared/data') },
    questions: { type: 'string', default: '2000' },
    messages: { type: 'string', default: '2000' },
    shops: { type: 'string', default: '20' },
  },
})
const AT = 1_780_000_000_000
const ROUNDS = 5

const packs = await loadPacks(join(ROOT, 'packs'))
const { questions, messages } = readTalk()
const views = createKnowledgeViews(packs)
const packTrainingMs = cpuOf(() => views.prime(packsForIndustry(packs, 'apparel')))
const known = ownKnowledge(packs, 0)
// The second one is measured: the first pays for code that is not compiled yet.
views.of(known)
const shopModelMs = cpuOf(() => void contextFor(views, known))
const context = contextFor(views, known)
const understandUs = await eachUs(context)
const parts = await partsOf(context)
const perShopMb = await memoryOfShops(views)
const figures = {
  ...{ ownQuestions: questions.length / 2, phrasings: questions.length, messages: messages.length, rounds: ROUNDS },
  ...{ understandUs, parts, packTrainingMs, shopModelMs, perShopMb },
}
console.log(JSON.stringify(figures, null, 2))
console.log(writeFigures('understanding', figures))

function readTalk(): { questions: readonly string[]; messages: readonly string[] } {
  const lines = readFileSync(join(values.data, 'zh_ecom_dialogues/utterances.dev.jsonl'), 'utf8').split('\n')
  const texts = lines.filter(Boolean).flatMap((line) => {
    const { role, text }: { role: string; text: string } = JSON.parse(line)
    return role === 'buyer' ? [text] : []
  })
  const different = [...new Map(texts.map((text) => [normalise(text).text, text])).values()].filter(Boolean)
  const longer = different.filter((text) => text.length >= 4 && text.length <= 100)
  const own = new Set(longer.slice(0, 2 * Number(values.questions)))
  const asked = texts.filter((text) => !own.has(text)).slice(0, Number(values.messages))
  return { questions: [...own], messages: asked }
}

/** Two ways to ask each thing, as a merchant writes them. */
function ownKnowledge({ list }: Packs, shop: number): ShopKnowledge {
  const half = questions.length / 2
  const own = questions.slice(0, half).map((text, at) => ({
    entry: entry.parse({
      ...{ topic: 'own', entryId: `own-${shop}-${at}`, kind: 'question', title: { zh: text } },
      ...{ phrasings: [text, questions[at + half] ?? text], answers: [{ id: 'a', texts: [`${at}`] }] },
    }),
    origin: { kind: 'own' as const, scope: 'shop' as const, scopeId: `shop ${shop}`, release: 1 },
  }))
  const wanted = new Set(packsForIndustry(packs, 'apparel'))
  const packIds = list.filter(({ id }) => wanted.has(id)).map(({ id, version }) => ({ packId: id, version }))
  return { own, packIds, disabled: new Set(), version: `bench ${shop}` }
}

function contextFor(made: KnowledgeViews, knowledge: ShopKnowledge): Context {
  const goods = Array.from({ length: 100 }, (_, number) => productOf(number, AT)).flatMap((event) =>
    event.kind === 'product' ? [event.product] : [],
  )
  return { ...contextOf({ entries: {} }), catalogue: createCatalogue(goods), knowledge: made.of(knowledge) }
}

function turnOf(text: string, seq: number): Turn {
  return {
    ...{ orgId: 'o', shopId: 's', channelId: 'h', conversationId: 'c', buyerId: 'b', sessionId: 'e' },
    ...{ turnId: `t${seq}`, epoch: 0, receivedAt: AT },
    messages: [{ seq, messageId: `m${seq}`, at: AT, content: { kind: 'text', text }, reference: null }],
  }
}

async function eachUs(one: Context): Promise<{ mean: number; best: number; p99: number }> {
  const turns = messages.map((text, at) => turnOf(text, at + 1))
  for (const turn of turns) understand(turn, one)
  const means: number[] = []
  const each: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage()
    for (const turn of turns) {
      const from = performance.now()
      understand(turn, one)
      each.push((performance.now() - from) * 1000)
    }
    const { user, system } = process.cpuUsage(before)
    means.push((user + system) / turns.length)
    await new Promise((later) => setImmediate(later))
  }
  each.sort((a, b) => a - b)
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length
  return {
    mean: round1(mean),
    best: round1(Math.min(...means)),
    p99: round1(each[Math.floor(each.length * 0.99)] ?? 0),
  }
}

/** Wall time of each part within, by clocks around what the context lends; they cost some tenths of a microsecond each. */
async function partsOf(one: Context): Promise<Readonly<Record<string, number>>> {
  const spent = new Map<string, number>()
  const timed =
    <A extends readonly unknown[], R>(name: string, work: (...given: A) => R) =>
    (...given: A): R => {
      const from = performance.now()
      const result = work(...given)
      spent.set(name, (spent.get(name) ?? 0) + performance.now() - from)
      return result
    }
  const { knowledge, catalogue } = one
  const clocked: Context = {
    ...one,
    knowledge: {
      ...knowledge,
      match: timed('knowledge.match', knowledge.match),
      emotionOf: timed('emotion', knowledge.emotionOf),
      pieces: timed('pieces', knowledge.pieces),
      measures: timed('measures', knowledge.measures),
    },
    catalogue: { ...catalogue, mentioned: timed('products named', catalogue.mentioned) },
  }
  const whole = timed('whole', understand)
  const termer = createPackTermer(packs)
  for (const [at, text] of messages.entries()) {
    whole(turnOf(text, at + 1), clocked)
    timed('terms alone', termer)(text)
    timed('normalise alone', normalise)(text)
    if (at % 500 === 0) await new Promise((later) => setImmediate(later))
  }
  return Object.fromEntries([...spent].map(([name, ms]) => [name, round1((ms * 1000) / messages.length)]))
}

async function memoryOfShops(made: KnowledgeViews): Promise<number> {
  const held: Context[] = []
  const before = await restedBytes()
  for (let shop = 1; shop <= Number(values.shops); shop += 1) held.push(contextFor(made, ownKnowledge(packs, shop)))
  const grown = (await restedBytes()) - before
  return round1(grown / held.length / 2 ** 20)
}

async function restedBytes(): Promise<number> {
  await new Promise((later) => setImmediate(later))
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function cpuOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return Math.round((user + system) / 1000)
}

function round1(value: number): number {
  return Math.round(value * 10) / 10
}
