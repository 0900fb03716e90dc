import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ClusterProblem } from './cluster-problem.ts'
import { type ClusterPlace, giveTo } from './cluster-place.ts'

/** Makes the cluster when there is none. True when it was made now. Made aside and renamed: a killed run leaves no half cluster. */
export async function initCluster(place: ClusterPlace, durable: boolean): Promise<boolean> {
  if (existsSync(place.cluster)) return false
  const draft = `${place.cluster}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  giveTo(place, draft)
  const password = randomBytes(24).toString('hex')
  writeFileSync(passwordFile(place), password, { mode: 0o600 })
  // initdb runs as the other user, who may not read ours.
  const handed = `${passwordFile(place)}.new`
  writeFileSync(handed, password, { mode: 0o600 })
  giveTo(place, handed)
  await runInitdb(place, { draft, handed, durable })
  rmSync(handed)
  renameSync(draft, place.cluster)
  return true
}

/** Beside the cluster: whoever moves or removes one moves or removes both. */
export const passwordFile = (place: ClusterPlace): string => join(dirname(place.cluster), 'password')

export const readPassword = (place: ClusterPlace): string => readFileSync(passwordFile(place), 'utf8').trim()

interface InitOrder {
  readonly draft: string
  readonly handed: string
  readonly durable: boolean
}

function runInitdb(place: ClusterPlace, { draft, handed, durable }: InitOrder): Promise<void> {
  const options = ['--username=xiaoer', '--auth=scram-sha-256', `--pwfile=${handed}`]
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=libc']
  const sync = durable ? [] : ['--no-sync']
  const child = spawn(join(place.bin, 'initdb'), ['-D', draft, ...options, ...locale, ...sync], {
    ...place.runAs,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  return new Promise((resolve, reject) => {
    const fail = (cause: string) =>
      reject(new ClusterProblem('init-failed', `initdb: ${cause.trim().split('\n').at(-1)}`))
    child.on('error', (error) => fail(error.message))
    child.on('close', (code) => (code === 0 ? resolve() : fail(said || `ended with ${code}`)))
  })
}
