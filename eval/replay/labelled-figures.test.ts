import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Replayed } from './corpus-row.ts'
import { answersLabel, labelledFigures, readIntentMap } from './labelled-figures.ts'

const ROOT = resolve(import.meta.dirname, '../..')

const said = (turn: number, intent: string, change: Partial<Replayed['answer']> = {}): Replayed => ({
  row: { corpus: 'c', session: change.session ?? 's', turn, role: 'buyer', text: '?', intent },
  answer: {
    session: 's',
    turn,
    reply: [],
    intent: null,
    scenario: null,
    confidence: 0,
    decision: 'fallback',
    recognised: false,
    answered: false,
    askedBack: false,
    handedOff: false,
    mergedInto: null,
    ...change,
  },
})

const map = { invoice: ['aftersale.invoice*'], cancel: ['order.cancel'] }

test('a star stands for all scenarios that begin so, and nothing else is meant by a name', () => {
  expect(answersLabel(map, 'invoice', 'general.aftersale.invoice-kind')).toBe(true)
  expect(answersLabel(map, 'cancel', 'general.order.cancel-progress')).toBe(false)
  expect(answersLabel(map, 'unheard', 'general.order.cancel')).toBe(false)
  expect(answersLabel(map, 'cancel', null)).toBe(false)
})

test('what was taken for something else is not recognised, and what the burst swallowed shares its answer', () => {
  const cancel = { scenario: 'general.order.cancel', recognised: true, answered: true }
  const figures = labelledFigures(
    [
      said(0, 'cancel', { mergedInto: 1 }),
      said(1, 'cancel', cancel),
      said(2, 'invoice', cancel),
      said(3, 'OTHER', cancel),
      said(0, 'invoice', { ...cancel, session: 'b' }),
    ],
    map,
  )
  expect(figures.sessionsRecognised).toMatchObject({ count: 1, of: 2 })
  expect(figures.questionsRecognised).toMatchObject({ count: 2, of: 4 })
  expect(figures.questionsCovered).toMatchObject({ count: 4, of: 4 })
  expect(figures.coveredAndFits).toMatchObject({ count: 2, of: 4 })
})

test('every scenario that the map names is in the general pack', () => {
  const folder = join(ROOT, 'packs/general/scenarios')
  const scenarios = z.array(z.looseObject({ id: z.string() }))
  const ids = readdirSync(folder).flatMap((file) =>
    scenarios.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))).map(({ id }) => id),
  )
  const known = readIntentMap(join(ROOT, 'eval/jd-intent-map.json'))
  const named = Object.entries(known).flatMap(([label, names]) => names.map((name) => ({ label, name })))
  const lost = named.filter(({ label, name }) => !ids.some((id) => answersLabel({ [label]: [name] }, label, id)))
  expect(lost).toEqual([])
  expect(named.length).toBeGreaterThan(100)
})
