import { expect, test } from 'vitest'
import type { Replayed } from './corpus-row.ts'
import { isQuestion, replayFigures, shareOf } from './replay-figures.ts'

const said = (text: string, change: Partial<Replayed['answer']> = {}): Replayed => ({
  row: { corpus: 'c', session: change.session ?? 's', turn: 0, role: 'buyer', text },
  answer: {
    session: 's',
    turn: 0,
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

test('the Wilson interval is that of the textbook', () => {
  expect(shareOf(10, 100)).toEqual({ share: 0.1, count: 10, of: 100, low: 0.0552, high: 0.1744 })
  expect(shareOf(0, 0)).toMatchObject({ share: 0, low: 0, high: 1 })
})

test('courtesy, pictures of faces and messages that a burst swallowed are no questions', () => {
  expect(isQuestion(said('什么时候发货'))).toBe(true)
  expect(isQuestion(said('#E-s[数字x]'))).toBe(false)
  expect(isQuestion(said('https://item.jd.com/1.html'))).toBe(false)
  expect(isQuestion(said('什么时候', { mergedInto: 3 }))).toBe(false)
  expect(isQuestion(said('你好', { decision: 'talk', scenario: 'general.talk.greeting' }))).toBe(false)
})

test('a session counts as recognised when one of its questions was', () => {
  const figures = replayFigures([
    said('发货吗', { session: 'a', recognised: true, answered: true, reply: [{ kind: 'menu' }] }),
    said('嗯那个', { session: 'a' }),
    said('嗯那个', { session: 'b', askedBack: true }),
  ])
  expect(figures.sessionRecognition).toMatchObject({ count: 1, of: 2 })
  expect(figures.questionRecognition).toMatchObject({ count: 1, of: 3 })
  expect(figures.answeredWithPersonOffered).toMatchObject({ count: 1, of: 1 })
  expect(figures.askedBack).toMatchObject({ count: 1, of: 3 })
})
