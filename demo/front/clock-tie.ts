import { HOUR_MS } from '../clock.ts'
import type { DemoWorld } from '../world.ts'
import { readWindow } from './chat-window.ts'

const PATIENCE_MS = 5000

/** Moves the shop's clock, and tells the server whose chat window it shows: hours pass for both or the robot would live in another day. */
export async function skipHours(world: DemoWorld, hours: number): Promise<{ moved: number; isShared: boolean }> {
  const moved = await world.moveClock(Math.round(hours * HOUR_MS))
  return { moved, isShared: await tellServer(world) }
}

async function tellServer({ database, shops, clock }: DemoWorld): Promise<boolean> {
  const [first] = shops
  const set = first ? await readWindow(database.pool, first.id) : null
  if (!set?.clockToken) return false
  try {
    const answer = await fetch(`${set.url}/api/v1/demo/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: set.clockToken, offsetMs: clock.offsetMs }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    return answer.ok
  } catch {
    // The server is away: it asks for our clock when it starts.
    return false
  }
}
