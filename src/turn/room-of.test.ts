import { expect, test } from 'vitest'
import { fact } from '../../test/context-fixture.ts'
import type { Turn } from '../dialogue/index.ts'
import type { Reference } from '../message/index.ts'
import { roomOf } from './room-of.ts'

const ROOM = { roomId: 'r8', title: 'Evening', onAir: null }
const rooms = new Map([['r8', ROOM]])

const turnWith = (...references: readonly (Reference | null)[]): Turn => ({
  ...{ orgId: 'o', shopId: 's', channelId: 'c', conversationId: 'v', buyerId: 'b', turnId: 't', sessionId: '' },
  ...{ epoch: 0, receivedAt: 0 },
  messages: references.map((reference, seq) => ({
    ...{ messageId: `${seq}`, seq, content: { kind: 'text', text: 'x' }, reference, at: 0 },
  })),
})

test.each([
  { name: 'as the message says', turn: turnWith({ roomId: 'r8' }), memory: [], room: ROOM },
  { name: 'as the last of a burst says', turn: turnWith({ roomId: 'r8' }, { roomId: null }), memory: [], room: null },
  { name: 'as it was before', turn: turnWith({ productId: 'p1' }), memory: [fact('room', 'r8')], room: ROOM },
  { name: 'none once he left it', turn: turnWith({ roomId: null }), memory: [fact('room', 'r8')], room: null },
  { name: 'none once it has ended', turn: turnWith({ roomId: 'r7' }), memory: [fact('room', 'r7')], room: null },
  { name: 'none where nobody said', turn: turnWith(null), memory: [], room: null },
])('the entrance is $name', ({ turn, memory, room }) => {
  expect(roomOf(turn, { memory, rooms })).toEqual(room)
})
