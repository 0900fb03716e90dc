import { ask } from '../ground.ts'
import { type Arena, load, type Measured, measured, median, startFloor } from './arena.ts'
import { openField } from './field.ts'

const WARM_SECONDS = 15

/** As fast as answers come, floor and Xiaoer by turns. */
export const measureThroughput = (way: 'http' | 'socket') => async (arena: Arena) => {
  const field = await openField(arena, way)
  const floor = await startFloor(arena, field.doorsFile)
  try {
    const xiaoer = await field.startXiaoer()
    for (const { port } of [floor, xiaoer]) await load(field.order(port, `warm${port}`, WARM_SECONDS))
    await ask(arena.xiaoerUrl, 'analyze')
    await ask(arena.floorUrl, 'analyze')
    const rounds: { floor: Measured; xiaoer: Measured; ratio: number }[] = []
    for (let round = 1; round <= arena.rounds; round += 1) {
      await ask(arena.xiaoerUrl, 'checkpoint')
      const theirs = field.order(floor.port, `f${round}`, arena.seconds)
      const low = await measured(arena, floor, { order: theirs, url: null })
      await ask(arena.xiaoerUrl, 'checkpoint')
      const ours = field.order(xiaoer.port, `x${round}`, arena.seconds)
      const high = await measured(arena, xiaoer, { order: ours, url: arena.xiaoerUrl })
      rounds.push({ floor: low, xiaoer: high, ratio: Math.round((high.totalUs / low.totalUs) * 100) / 100 })
      console.error(JSON.stringify(rounds.at(-1)))
    }
    return summary(way, rounds)
  } finally {
    await floor.stop()
    await field.close()
  }
}

function summary(way: string, rounds: readonly { floor: Measured; xiaoer: Measured; ratio: number }[]) {
  const middle = (side: 'floor' | 'xiaoer') => ({
    messagesPerSecond: median(rounds.map((round) => round[side].messagesPerSecond)),
    nodeUs: median(rounds.map((round) => round[side].nodeUs)),
    postgresUs: median(rounds.map((round) => round[side].postgresUs)),
    totalUs: median(rounds.map((round) => round[side].totalUs)),
  })
  return {
    way,
    floor: middle('floor'),
    xiaoer: middle('xiaoer'),
    ratio: median(rounds.map(({ ratio }) => ratio)),
    rounds,
  }
}
