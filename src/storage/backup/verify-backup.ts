import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { BackupProblem } from './backup-problem.ts'
import type { Manifest } from './manifest.ts'
import { createMeasure } from './measure.ts'
import { readManifest } from './read-manifest.ts'

/** Reads every file of a backup and compares its rows and its hash with what was written. Throws BackupProblem. */
export async function verifyBackup(folder: string): Promise<Manifest> {
  const backup = readManifest(folder)
  for (const table of backup.tables) {
    const measure = createMeasure()
    measure.stream.resume()
    try {
      await pipeline(createReadStream(join(folder, table.file)), createGunzip(), measure.stream)
    } catch (error) {
      throw new BackupProblem('damaged', `${table.file} cannot be read`, { cause: error })
    }
    const { rows, sha256 } = measure.result()
    if (rows !== table.rows || sha256 !== table.sha256)
      throw new BackupProblem('damaged', `${table.file} is not what was written`)
  }
  return backup
}
