import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readGapDialogues, readGapGoods } from '../../eval/gaps/gap-dialogue.ts'
import type { GapGround } from '../../eval/gaps/gap-house.ts'
import { runDialogue } from '../../eval/gaps/run-dialogue.ts'
import { loadPacks } from '../../src/knowledge/index.ts'
import { createKnowledgeViews, createModelCache } from '../../src/turn/index.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { OPENING_MS } from '../journey-house.ts'
import { trainOnce } from '../train-once.ts'

/*
 * Row C of "It understands", as far as it fits here: the first dialogues over long gaps of the two clothes shops, whose packs other
 * tests have learned. All of the frozen halves: `npx tsx eval/gaps/run-gaps.ts --half first|second`.
 */
const SAMPLE = 20
const SHOPS: ReadonlySet<string> = new Set(['yi', 'xie'])

let fresh: FreshDatabase
let ground: GapGround
beforeAll(async () => {
  const [database, packs] = await Promise.all([
    freshDatabase(),
    loadPacks(join(import.meta.dirname, '..', '..', 'packs')),
  ])
  fresh = database
  const knowledge = createKnowledgeViews(packs, createModelCache(join(tmpdir(), 'xiaoer-test-models')))
  ground = { database: fresh.database, packs, knowledge, goods: readGapGoods() }
  await trainOnce(async () => knowledge.prime(['general', 'apparel']))
}, OPENING_MS)
afterAll(() => fresh.close())

const sample = readGapDialogues('first')
  .filter(({ steps }) => steps.every((step) => 'change' in step || SHOPS.has(step.shop)))
  .slice(0, SAMPLE)

test('buyers who come back after minutes, hours and days are taken for what they mean, and nothing is carried wrongly', async () => {
  expect(sample).toHaveLength(SAMPLE)
  const ran = []
  for (const dialogue of sample) ran.push(await runDialogue(dialogue, ground))
  const wrong = ran.filter(({ isRight }) => !isRight)
  if (wrong.length > 0) console.info(wrong.map(({ talk }) => talk).join('\n\n'))
  expect(wrong.length).toBeLessThanOrEqual(SAMPLE * 0.05)
  expect(ran.filter(({ isWrongCarry }) => isWrongCarry).map(({ dialogue }) => dialogue.id)).toEqual([])
})

test('the judge finds a turn wrong whose focus is another than the frozen file says', async () => {
  const [one] = sample.filter(({ steps }) => steps.some((step) => 'expect' in step && step.expect?.about === 'down'))
  if (!one) throw new Error('no dialogue about the down coat')
  const steps = one.steps.map((step) =>
    'expect' in step && step.expect?.about ? { ...step, expect: { about: 'scarf', notCarry: ['down'] } } : step,
  )
  const ran = await runDialogue({ ...one, steps }, ground)
  expect(ran).toMatchObject({ isRight: false, isWrongCarry: true })
})
