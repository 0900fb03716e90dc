import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Settings } from '../config.ts'
import { tryListening } from '../egress/index.ts'
import { ClusterProblem, identityOf, isIdentityAlive } from '../storage/index.ts'

const claim = z.object({ identity: z.string(), port: z.number() })

/**
 * Before anything is made or learned: the port is free, and on a folder with a database of its own no other server runs, which
 * would lose its demo shop to us. Gives the release of the folder. Several servers share a database by DATABASE_URL.
 */
export async function claimStart(values: Pick<Settings, 'HOST' | 'PORT' | 'DATA_DIR' | 'DATABASE_URL'>) {
  const { HOST, PORT, DATA_DIR, DATABASE_URL } = values
  await tryListening({ host: HOST, port: PORT })
  if (DATABASE_URL) return () => undefined
  mkdirSync(DATA_DIR, { recursive: true })
  const path = join(DATA_DIR, 'server.json')
  const other = readClaim(path)
  if (other && isIdentityAlive(other.identity))
    throw new ClusterProblem(
      'in-use',
      `Xiaoer runs on ${DATA_DIR} already (process ${Number.parseInt(other.identity, 10)}, port ${other.port}): stop it first, or start with another DATA_DIR=…`,
    )
  const identity = identityOf(process.pid) ?? ''
  writeFileSync(path, JSON.stringify({ identity, port: PORT }))
  return () => {
    if (readClaim(path)?.identity === identity) rmSync(path, { force: true })
  }
}

function readClaim(path: string): z.infer<typeof claim> | null {
  try {
    return claim.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // There is none, or one that was cut off with its writer.
    return null
  }
}
