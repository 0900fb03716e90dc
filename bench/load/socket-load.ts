import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { Door } from '../seed-shops.ts'
import type { TalkSource } from './talk-source.ts'
import { nowMs, type Tally } from './tally.ts'

export interface SocketLoad {
  readonly port: number
  readonly doors: readonly Door[]
  /** Messages a frame. */
  readonly frame: number
  readonly untilMs: number
  readonly talk: TalkSource
  readonly tally: Tally
  /** Messages a second over all sockets; 0 = as fast as answers come, one frame under way a socket. */
  readonly rate: number
  /** Asks for the robot's answers on the same socket, and calls back for each. */
  readonly onAnswer: ((turnId: string) => void) | null
}

const heard = z.object({
  type: z.string(),
  items: z
    .array(z.object({ messageId: z.string().optional(), turnId: z.string().nullish(), error: z.unknown().optional() }))
    .optional(),
})

/** One socket a shop; frames of messages out, frames of acks in. */
export async function socketLoad(load: SocketLoad): Promise<void> {
  await Promise.all(load.doors.map((door, place) => speak(door, place, load)))
}

async function speak(door: Door, place: number, load: SocketLoad): Promise<void> {
  const url = `ws://127.0.0.1:${load.port}/api/v1/ws?channelId=${door.channelId}&token=${door.key}`
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const sentAt = new Map<string, number>()
  let isReady: () => void = () => undefined
  socket.on('message', (bytes) => {
    const frame = heard.parse(JSON.parse(String(bytes)))
    if (frame.type === 'acks') for (const item of frame.items ?? []) settle(item, sentAt, load)
    if (frame.type === 'messages') for (const item of frame.items ?? []) if (item.turnId) load.onAnswer?.(item.turnId)
    if (sentAt.size === 0) isReady()
  })
  if (load.onAnswer) socket.send(JSON.stringify({ type: 'subscribe', roles: ['robot'] }))
  const everyMs = load.rate > 0 ? (load.doors.length * load.frame * 1000) / load.rate : 0
  let next = nowMs() + (everyMs * place) / load.doors.length
  while (next < load.untilMs && nowMs() < load.untilMs) {
    if (next > nowMs()) await sleep(next - nowMs())
    send(socket, { door, sentAt, meantAt: everyMs > 0 ? next : nowMs() }, load)
    if (everyMs === 0) await new Promise<void>((resolve) => (isReady = resolve))
    next = everyMs > 0 ? next + everyMs : nowMs()
  }
  await lastAnswers(sentAt)
  socket.close()
}

interface Frame {
  readonly door: Door
  readonly sentAt: Map<string, number>
  readonly meantAt: number
}

function send(socket: WebSocket, { door, sentAt, meantAt }: Frame, { talk, frame }: SocketLoad): void {
  const said = Array.from({ length: frame }, () => talk.next(door))
  for (const { messageId } of said) sentAt.set(messageId, meantAt)
  socket.send(`{"type":"messages","items":[${said.map(({ text }) => text).join(',')}]}`)
}

function settle(
  item: { messageId?: string | undefined; turnId?: string | null | undefined; error?: unknown },
  sentAt: Map<string, number>,
  { tally }: SocketLoad,
): void {
  const meantAt = sentAt.get(item.messageId ?? '')
  if (meantAt === undefined) return
  sentAt.delete(item.messageId ?? '')
  if (item.error === undefined) tally.acknowledge(meantAt, item.turnId ?? undefined)
  else tally.refuse('error')
}

/** Acks of the last frames, and answers that are still on their way. */
async function lastAnswers(sentAt: ReadonlyMap<string, number>): Promise<void> {
  for (let waitedMs = 0; sentAt.size > 0 && waitedMs < 10_000; waitedMs += 10) await sleep(10)
  await sleep(500)
}
