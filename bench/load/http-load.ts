import { setTimeout as sleep } from 'node:timers/promises'
import { createHttpConnection, type HttpConnection } from './http-connection.ts'
import { requestBytes, type TalkSource } from './talk-source.ts'
import { nowMs, type Tally } from './tally.ts'

export interface HttpLoad {
  readonly port: number
  readonly connections: number
  readonly untilMs: number
  readonly talk: TalkSource
  readonly tally: Tally
}

/** Closed loop: every connection asks again as soon as it was answered. */
export async function closedLoop(load: HttpLoad): Promise<void> {
  const talkers = Array.from({ length: load.connections }, async () => {
    const connection = createHttpConnection(load.port)
    while (nowMs() < load.untilMs) await exchange(connection, nowMs(), load)
    connection.close()
  })
  await Promise.all(talkers)
}

/** Open loop: messages come at their rate whatever the server does; what it is late by counts. */
export async function openLoop(load: HttpLoad & { readonly rate: number }): Promise<void> {
  const free = Array.from({ length: load.connections }, () => createHttpConnection(load.port))
  const all = [...free]
  const waiting: number[] = []
  const running = new Set<Promise<void>>()
  const go = (): void => {
    while (free.length > 0 && waiting.length > 0) {
      const connection = free.pop()
      const meantAt = waiting.shift()
      if (!connection || meantAt === undefined) return
      const run: Promise<void> = exchange(connection, meantAt, load).then(() => {
        running.delete(run)
        free.push(connection)
        go()
      })
      running.add(run)
    }
  }
  const stepMs = 1000 / load.rate
  for (let next = nowMs(); next < load.untilMs; ) {
    for (; next <= nowMs(); next += stepMs) waiting.push(next)
    go()
    await sleep(1)
  }
  while (running.size > 0) await Promise.all(running)
  for (const connection of all) connection.close()
}

async function exchange(connection: HttpConnection, meantAt: number, { talk, tally }: HttpLoad): Promise<void> {
  const { status, body } = await connection.ask(requestBytes(talk.next()))
  if (status >= 200 && status < 300) {
    tally.acknowledge(meantAt, /"turnId":"([^"]+)"/.exec(body)?.[1])
    return
  }
  tally.refuse(status)
  // Refused early or cut off: a well-behaved client waits.
  await sleep(20)
}
