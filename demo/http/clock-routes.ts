import { z } from 'zod'
import { skipHours } from '../front/clock-tie.ts'
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
    const { moved, isShared } = await skipHours(world, parse(skip, request.body).skipHours)
    return { ...told(), moved, isShared }
  })
}
