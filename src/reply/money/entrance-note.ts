import type { Context } from '../../dialogue/index.ts'
import { type CompiledLedger, entranceOf, type LedgerRow, type Quoted } from '../../offer/index.ts'
import type { Scene } from '../scene.ts'
import { say } from '../speech.ts'
import { quotedOf } from './money-case.ts'

const ROOM = entranceOf('')
/** Beyond these nobody knows anyway which room is meant. */
const MOST_ROOMS = 3

// A ledger never changes: a change makes a new one.
const roomRows = new WeakMap<CompiledLedger, readonly LedgerRow[]>()

/** Two entrances have two true answers: which of them this one is, where they differ. Null: they do not. */
export function entranceNote(scene: Scene): string | null {
  const here = quotedOf(scene)
  if (!here) return null
  const { room } = scene.context
  const others = room ? [null] : roomsOpen(scene)
  if (!others.some((other) => differs(here, quotedFrom(scene, other)))) return null
  return room
    ? say('entrance.room', scene, { variables: new Map([['room.title', room.title]]) })
    : say('entrance.shop', scene)
}

const quotedFrom = (scene: Scene, room: Context['room']): Quoted | null =>
  quotedOf({ ...scene, context: { ...scene.context, room } })

const differs = (one: Quoted, other: Quoted | null): boolean =>
  other === null ||
  one.payableFen !== other.payableFen ||
  one.goodsPayableFen !== other.goodsPayableFen ||
  one.goodsFen !== other.goodsFen

/** Rooms with an offer that holds now, as a buyer would come from them. */
function roomsOpen({ context: { offers, now } }: Scene): Context['room'][] {
  const known = roomRows.get(offers.ledger) ?? offers.ledger.now.latest.filter(isOfRoom)
  roomRows.set(offers.ledger, known)
  const open = known.filter(({ from, to, isWithdrawn }) => !isWithdrawn && from <= now && now < to)
  const ids = new Set(open.map(({ terms }) => terms.entrance?.slice(ROOM.length) ?? ''))
  return [...ids].slice(0, MOST_ROOMS).map((roomId) => ({ roomId, title: '', onAir: null }))
}

const isOfRoom = ({ terms }: LedgerRow): boolean => terms.entrance?.startsWith(ROOM) === true
