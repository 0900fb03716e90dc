import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeFigures } from '../../bench/evidence.ts'
import { loadPacks } from '../../src/knowledge/index.ts'
import { migrate, openDatabase, openServer } from '../../src/storage/index.ts'
import { createKnowledgeViews, createModelCache } from '../../src/turn/index.ts'
import { findThawed } from './check-gaps.ts'
import { type GapHalf, KINDS, readGapDialogues, readGapGoods } from './gap-dialogue.ts'
import type { GapGround } from './gap-house.ts'
import { runDialogue, type Ran } from './run-dialogue.ts'
import { figuresOf, rowOf } from './gap-figures.ts'

// npx tsx eval/gaps/run-gaps.ts --half first|second [--again] [--only ID] [--kind KIND] [--data DIR] [--database URL]
// Plays the frozen long-gap dialogues through the real product and judges every expectation. The second half is opened once.
const ROOT = join(import.meta.dirname, '..', '..')
const OPENED = join(import.meta.dirname, 'SECOND-OPENED')

const { values } = parseArgs({
  options: {
    half: { type: 'string', default: 'first' },
    again: { type: 'boolean', default: false },
    only: { type: 'string' },
    kind: { type: 'string' },
    /** Where the database lies that npm brings; with `--database` another server is used. */
    data: { type: 'string', default: join(ROOT, 'data', 'eval', 'gaps') },
    database: { type: 'string' },
  },
})

process.exitCode = await main(halfOf(values.half))

function halfOf(half: string): GapHalf {
  if (half === 'first' || half === 'second') return half
  throw new Error('--half is first or second')
}

async function main(half: GapHalf): Promise<number> {
  const thawed = findThawed(import.meta.dirname)
  if (thawed.length > 0) return fail(`not as frozen: ${thawed.join(', ')}`)
  if (half === 'second') {
    if (existsSync(OPENED) && !values.again)
      return fail('the second half was opened before (SECOND-OPENED); --again runs it all the same')
    if (!existsSync(OPENED)) writeFileSync(OPENED, `${new Date().toISOString()}\n`)
  }
  const chosen = readGapDialogues(half).filter(
    ({ id, kind }) => (!values.only || values.only.split(',').includes(id)) && (!values.kind || kind === values.kind),
  )
  const ran = await withGround(async (ground) => {
    const all: Ran[] = []
    for (const dialogue of chosen) all.push(await runDialogue(dialogue, ground))
    return all
  })
  report(ran)
  if (!values.only && !values.kind) {
    const evidence = writeFigures(`gaps-${half}`, {
      half,
      ...figuresOf(ran),
      failures: ran.filter(({ isRight }) => !isRight).map(({ dialogue, faults }) => ({ id: dialogue.id, faults })),
    })
    console.log(evidence)
  }
  return 0
}

function fail(why: string): number {
  console.error(why)
  return 1
}

async function withGround<Value>(work: (ground: GapGround) => Promise<Value>): Promise<Value> {
  mkdirSync(values.data, { recursive: true })
  const onProgress = (line: string) => console.error(line)
  const server = await openServer({ databaseUrl: values.database, dataDir: values.data, onProgress })
  try {
    await migrate({ url: server.url })
    const database = await openDatabase({ url: server.url, poolSize: 4, onError: (error) => onProgress(error.message) })
    try {
      const packs = await loadPacks(join(ROOT, 'packs'))
      const knowledge = createKnowledgeViews(packs, createModelCache(join(values.data, 'models')))
      return await work({ database, packs, knowledge, goods: readGapGoods() })
    } finally {
      await database.close()
    }
  } finally {
    await server.stop()
  }
}

function report(ran: readonly Ran[]): void {
  for (const one of ran.filter(({ isRight }) => !isRight)) console.log(`${one.talk}\n`)
  console.log(['kind', 'dialogues', 'right', 'wrong carry', 'else', 'topic', 'names it'].join('\t'))
  for (const kind of KINDS)
    console.log(
      rowOf(
        kind,
        ran.filter(({ dialogue }) => dialogue.kind === kind),
      ),
    )
  console.log(rowOf('all', ran))
}
