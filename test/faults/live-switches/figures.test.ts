import { expect, test } from 'vitest'
import { type Answer, mixedOf, type Switch, toldOtherwise } from './figures.ts'

const ROOM = 'live:r1'
const SWITCHES: Switch[] = [
  { entrance: ROOM, fen: 5000, sentAt: 0, acknowledgedAt: 10 },
  { entrance: null, fen: 9000, sentAt: 0, acknowledgedAt: 10 },
  { entrance: ROOM, fen: 5100, sentAt: 5000, acknowledgedAt: 5010 },
]
const answer = (said: string, startedAt: number, entrance: string | null = ROOM): Answer => ({
  ...{ conversationId: 'c', entrance, turnId: 't', startedAt, settledAt: startedAt + 1, seq: startedAt, said },
})

test.each([
  { name: 'what held', said: '¥50.00 {"amount":5000}', at: 100, isMixed: false },
  { name: 'the new one after its acknowledgement', said: '¥51.00', at: 5011, isMixed: false },
  { name: 'either while it is being changed', said: '¥50.00', at: 5005, isMixed: false },
  {
    name: 'the new one with the old one taken back',
    said: '前面说的¥50.00请以这条为准。¥51.00',
    at: 6000,
    isMixed: false,
  },
  { name: 'the old one after the acknowledgement', said: '¥50.00', at: 5011, isMixed: true },
  { name: 'the new one before it was asked for', said: '¥51.00', at: 100, isMixed: true },
  { name: 'both', said: '¥50.00 {"amount":5100}', at: 5005, isMixed: true },
  { name: 'the price of another entrance', said: '¥90.00', at: 100, isMixed: true },
  { name: 'no figure at all', said: 'hello', at: 100, isMixed: true },
])('an answer with $name is mixed: $isMixed', ({ said, at, isMixed }) => {
  expect(mixedOf(answer(said, at), SWITCHES) !== null).toBe(isMixed)
})

test('told otherwise is whose last figure no longer holds and was not corrected', () => {
  const old = answer('¥50.00', 100)
  const list = (answers: Answer[], corrected = new Map<string, number>()) => [
    ...toldOtherwise(answers, SWITCHES, corrected),
  ]
  expect(list([old])).toEqual([['c', 5000]])
  expect(list([old, answer('¥51.00', 6000)])).toEqual([])
  expect(list([answer('¥90.00', 100, null)])).toEqual([])
  expect(list([old], new Map([['c', 5100]]))).toEqual([])
})
