import { expect, test } from 'vitest'
import type { Comment, CommentedRoom, Reading, WindowTally } from './comment.ts'
import { createCommentDesk } from './comment-desk.ts'
import { MOST_TEXTS } from './comment-window.ts'

const ROOM: CommentedRoom = { orgId: 'o', shopId: 's', roomId: 'r', onAir: 'p', channelId: 'c' }
const comment = (id: string, text: string, buyerId = id): Comment => ({ id, buyerId, name: null, text, at: 1 })

const READINGS: Readonly<Record<string, Reading>> = {
  price: { kind: 'shared', questionId: 'price' },
  'how much': { kind: 'shared', questionId: 'price' },
  'my order': { kind: 'personal' },
}

function openDesk() {
  const read: string[] = []
  const led: Comment[] = []
  const noted: WindowTally[] = []
  const desk = createCommentDesk({
    read: async (_room, text) => {
      read.push(text)
      return READINGS[text] ?? { kind: 'noise' }
    },
    lead: async (_room, one) => void led.push(one),
    note: async (_room, tally) => void noted.push(tally),
    onError: (error) => expect(error).toBeUndefined(),
  })
  return { desk, read, led, noted }
}

test('comments that ask the same are one question, each id counts once, and the same words are read once', async () => {
  const { desk, read, noted } = openDesk()
  const batch = [comment('1', 'price'), comment('2', 'Price!!'), comment('3', 'how much'), comment('4', '666')]
  expect(desk.take(ROOM, { comments: batch, viewers: 12 })).toEqual({ fresh: 4, doubled: 0 })
  expect(desk.take(ROOM, { comments: [comment('2', 'Price!!'), comment('5', 'price')] })).toEqual({
    fresh: 1,
    doubled: 1,
  })
  expect(await desk.flush()).toBe(true)
  expect(read.sort()).toEqual(['666', 'how much', 'price'])
  expect(noted).toEqual([
    {
      ...{ received: 6, doubled: 1, shared: 4, personal: 0, noise: 1, unread: 0, viewers: 12 },
      questions: [{ questionId: 'price', productId: 'p', comments: 4, sample: 'price', firstAt: 1, lastAt: 1 }],
    },
  ])
  expect(await desk.flush()).toBe(false)
})

test('who asks for himself is led into the chat, each viewer once a window; without a channel he is counted', async () => {
  const { desk, led, noted } = openDesk()
  const asked = ['ann', 'ann', 'bob'].map((who, place) => comment(`${place}`, 'my order', who))
  desk.take(ROOM, { comments: asked })
  await desk.flush()
  expect(led.map(({ buyerId }) => buyerId)).toEqual(['ann', 'bob'])
  desk.take({ ...ROOM, channelId: null }, { comments: [comment('4', 'my order', 'cid')] })
  await desk.flush()
  expect(led).toHaveLength(2)
  expect(noted.map(({ personal }) => personal)).toEqual([3, 1])
})

test('a storm of different words is bounded: what cannot be read in time is counted as unread', async () => {
  const { desk, read, noted } = openDesk()
  for (let start = 0; start < 100_000; start += 500) {
    const comments = Array.from({ length: 500 }, (_, number) => comment(`${start + number}`, `word ${start + number}`))
    desk.take(ROOM, { comments })
  }
  expect(desk.size).toMatchObject({ rooms: 1, texts: MOST_TEXTS })
  expect(desk.size.ids).toBeLessThanOrEqual(40_000)
  await desk.flush()
  expect(read).toHaveLength(60)
  expect(noted[0]).toMatchObject({ received: 100_000, noise: 60, unread: 99_940 })
})
