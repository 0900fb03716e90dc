import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ask } from '../ground.ts'
import { readProfile } from '../read-profile.ts'
import { type Spawned, spawnServer } from '../spawned.ts'
import { type Arena, load, measured } from './arena.ts'
import { type Field, openField } from './field.ts'

/** What the difference is made of: the path in a shell with everything on, then with a part left out; and node's time by module. */
export async function measureParts(arena: Arena) {
  const field = await openField(arena, 'http')
  try {
    const all = await partOf(arena, field, '')
    const withoutDelivery = await partOf(arena, field, 'delivery')
    return { lines: [all.line, withoutDelivery.line], modules: all.modules }
  } finally {
    await field.close()
  }
}

async function partOf(arena: Arena, field: Field, without: string) {
  const words = [arena.xiaoerUrl, arena.folder, String(field.sinkPort), without]
  const server = await spawnServer({ script: 'xiaoer-server.ts', words })
  await load(field.order(server.port, `warm-${without}`, 12))
  await ask(arena.xiaoerUrl, 'analyze')
  const order = field.order(server.port, `part-${without}`, arena.seconds)
  const url = without === '' ? arena.xiaoerUrl : null
  const { nodeUs, postgresUs, totalUs } = await measured(arena, server, { order, url })
  const line = { without: without || 'nothing', nodeUs, postgresUs, totalUs }
  console.error(JSON.stringify(line))
  const modules = await profiled(arena, field, server)
  // What was left undone must not be swept up by the next one.
  await ask(arena.xiaoerUrl, 'delete from due_turn')
  await ask(arena.xiaoerUrl, 'delete from due_delivery')
  return { line, modules }
}

async function profiled(arena: Arena, field: Field, server: Spawned): Promise<string[]> {
  process.kill(server.pid, 'SIGUSR2')
  const { acknowledged } = await load(field.order(server.port, `profile${server.port}`, arena.seconds))
  await server.stop()
  const file = join(arena.folder, 'path.cpuprofile')
  const modules = readProfile(readFileSync(file, 'utf8'), acknowledged)
  rmSync(file, { force: true })
  return modules
}
