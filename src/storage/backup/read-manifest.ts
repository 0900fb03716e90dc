import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BackupProblem } from './backup-problem.ts'
import { type Manifest, manifest } from './manifest.ts'

/** Throws BackupProblem when the folder holds no whole backup. */
export function readManifest(folder: string): Manifest {
  try {
    return manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')))
  } catch (error) {
    throw new BackupProblem('not-a-backup', `${folder} holds no backup of Xiaoer (manifest.json)`, { cause: error })
  }
}
