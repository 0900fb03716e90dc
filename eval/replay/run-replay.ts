import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { CorpusRow } from './corpus-row.ts'

const ROOT = join(import.meta.dirname, '../..')

export interface Part {
  /** The answers, one JSON line a buyer message. */
  readonly path: string
  readonly cpuUsPerMessage: number
}

/** Runs `xiaoer replay` over these rows, unless this part was finished before. */
export async function runReplay(
  rows: readonly CorpusRow[],
  place: { readonly folder: string; readonly name: string; readonly words: readonly string[] },
): Promise<Part> {
  mkdirSync(place.folder, { recursive: true })
  const path = join(place.folder, `${place.name}.out.jsonl`)
  const costs = join(place.folder, `${place.name}.cpu`)
  if (!existsSync(path)) {
    const input = join(place.folder, `${place.name}.in.jsonl`)
    writeFileSync(
      input,
      rows.map(({ session, turn, role, text }) => JSON.stringify({ session, turn, role, text })).join('\n'),
    )
    const said = await replayInto(`${path}.part`, [...place.words, '--file', input])
    writeFileSync(costs, /(\d+) µs CPU a message/.exec(said)?.[1] ?? '0')
    renameSync(`${path}.part`, path)
  }
  return { path, cpuUsPerMessage: Number(readFileSync(costs, 'utf8')) }
}

async function replayInto(path: string, words: readonly string[]): Promise<string> {
  const out = await open(path, 'w')
  const child = spawn(process.execPath, [join(ROOT, 'bin/xiaoer.mjs'), 'replay', ...words], {
    cwd: ROOT,
    stdio: ['ignore', out.fd, 'pipe'],
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  await out.close()
  if (code !== 0) throw new Error(`xiaoer replay ended with ${code}: ${said}`)
  return said
}
