import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const root = () => `/api/v1/knowledge/${house.ours.shopId}`
const send = (path: string, type: string, body: string) =>
  house.ask({
    method: 'POST',
    url: `${root()}${path}`,
    as: house.ours.owner,
    raw: body,
    headers: { 'content-type': type },
  })
const preview = z.object({
  entries: z.array(z.object({ entryId: z.string(), title: z.string(), answer: z.string(), state: z.string() })),
  problems: z.array(z.object({ row: z.int(), column: z.string().nullable() })),
  table: z.object({ header: z.array(z.string()), columns: z.array(z.string().nullable()) }).nullable(),
  workspace: z.string(),
})
const row = z.object({ state: z.string(), entry: z.object({ phrasings: z.array(z.string()) }) })

test('a table without our headers is mapped by its owner and becomes drafts', async () => {
  const file = 'when,who\nin two days,how long does it take\n'
  const first = preview.parse((await send('/import-previews', 'text/csv', file)).body)
  expect([first.entries, first.table]).toEqual([[], { header: ['when', 'who'], columns: [null, null] }])
  expect(first.problems.map(({ column }) => column)).toEqual(['question', 'answer'])
  expect((await send('/imports', 'text/csv', file)).status).toBe(422)

  const columns = 'columns=answer,question'
  const second = preview.parse((await send(`/import-previews?${columns}`, 'text/csv', file)).body)
  expect(second.problems).toEqual([])
  const [entry] = second.entries
  expect(entry).toMatchObject({ title: 'how long does it take', answer: 'in two days', state: 'new' })
  const done = await send(`/imports?${columns}&workspace=${second.workspace}`, 'text/csv', file)
  expect([done.status, done.body]).toMatchObject([201, { drafts: 1 }])
  const kept = await house.ask({ method: 'GET', url: `${root()}/entries/${entry?.entryId}`, as: house.ours.owner })
  expect(row.parse(kept.body).entry.phrasings).toEqual(['how long does it take'])
  expect((await send('/import-previews?columns=answer,guess', 'text/csv', file)).status).toBe(400)
})

test('pasted text becomes drafts, read again with another answer it changes them, and an undo takes them back', async () => {
  const pasted = (answer: string) =>
    `Q: do you wrap gifts?\nQ: gift wrapping\nA: ${answer}\n\nQ: do you post abroad?\nA: not yet\n`
  const [old, now] = [pasted('yes'), pasted('yes, for free')]
  expect((await send('/imports', 'text/plain', old)).body).toMatchObject({ drafts: 2 })
  const looked = preview.parse((await send('/import-previews', 'text/plain; charset=utf-8', now)).body)
  expect(looked.entries.map(({ state }) => state)).toEqual(['changed', 'unchanged'])
  const done = z
    .object({ importId: z.string(), drafts: z.int() })
    .parse((await send('/imports', 'text/plain', now)).body)
  expect(done.drafts).toBe(1)
  const undone = await house.ask({
    method: 'POST',
    url: `${root()}/imports/${done.importId}/undo`,
    as: house.ours.owner,
  })
  expect(undone.body).toEqual({ restored: 1 })
  expect(preview.parse((await send('/import-previews', 'text/plain', old)).body).entries).toHaveLength(2)
  const states = preview
    .parse((await send('/import-previews', 'text/plain', old)).body)
    .entries.map(({ state }) => state)
  expect(states).toEqual(['unchanged', 'unchanged'])
})
