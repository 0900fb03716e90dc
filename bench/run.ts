import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { circumstances, writeEvidence } from './evidence.ts'
import { openArena } from './stages/arena.ts'
import { measureLatency } from './stages/latency.ts'
import { measureResidence } from './stages/residence.ts'
import { measureThroughput } from './stages/throughput.ts'
import { measureParts } from './stages/parts.ts'
import { tableOf } from './stages/table.ts'

/*
 * npm run bench: Xiaoer beside the floor of reference/foundations.md, on the same PostgreSQL, in the same minutes.
 * A stage that is done is kept in <folder>/stages.json; --fresh starts over, --only runs some of them again.
 */
const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: 'data/bench' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '15' },
    shops: { type: 'string', default: '2000' },
    known: { type: 'string', default: '13000' },
    only: { type: 'string' },
    kind: { type: 'string', default: 'real' },
    fresh: { type: 'boolean', default: false },
  },
})
const folder = resolve(values.folder)
const stagesFile = join(folder, 'stages.json')
const STAGES = {
  http: measureThroughput('http'),
  socket: measureThroughput('socket'),
  latency: measureLatency,
  parts: measureParts,
  residence: measureResidence,
}

await main()

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const kept = existsSync(stagesFile) && !values.fresh ? readFileSync(stagesFile, 'utf8') : '{}'
  const done = z.record(z.string(), z.unknown()).parse(JSON.parse(kept))
  const wanted = values.only?.split(',') ?? Object.keys(STAGES).filter((name) => !(name in done))
  for (const [name, measure] of Object.entries(STAGES)) {
    if (!wanted.includes(name)) continue
    console.error(`stage ${name}`)
    const arena = await openArena({
      folder,
      databaseUrl: process.env['DATABASE_URL'],
      kind: values.kind === 'shell' ? 'shell' : 'real',
      rounds: Number(values.rounds),
      seconds: Number(values.seconds),
      shops: Number(values.shops),
      known: Number(values.known),
    })
    try {
      done[name] = { ...circumstances(), postgres: arena.ground.version, ...(await measure(arena, done)) }
    } finally {
      await arena.close()
    }
    writeFileSync(stagesFile, JSON.stringify(done, null, 2))
  }
  const table = tableOf(done)
  console.log(table)
  console.log(writeEvidence('bench', 'json', JSON.stringify({ ...circumstances(), stages: done }, null, 2)))
  console.log(writeEvidence('bench', 'md', table))
}
