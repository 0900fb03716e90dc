import { z } from 'zod'
import { HOUR_MS } from '../clock.ts'
import { parse } from './parse.ts'
import type { DemoServer } from './demo-server.ts'

const YEAR_HOURS = 24 * 366
const skip = z.strictObject({ skipHours: z.number().positive().max(YEAR_HOURS) })

export function addClockRoutes({ app, world }: DemoServer): void {
  const told = () => ({ now: new Date(world.clock.now()).toISOString(), offsetMs: world.clock.offsetMs })
  app.get('/healthz', async () => {
    await world.database.pool.query('select 1')
    return { status: 'ok' }
  })
  app.get('/clock', told)
  app.post('/clock', async (request) => {
    const { skipHours } = parse(skip, request.body)
    const moved = await world.moveClock(Math.round(skipHours * HOUR_MS))
    return { ...told(), moved }
  })
}
