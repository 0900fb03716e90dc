import { join } from 'node:path'
import { loadPacks } from '../../knowledge/index.ts'
import { broken, type Finding, good } from './finding.ts'

export async function checkPacks(rootDir: string): Promise<Finding> {
  try {
    const packs = await loadPacks(join(rootDir, 'packs'))
    return good('packs', packs.list.map((pack) => `${pack.id} ${pack.version}`).join(', '))
  } catch (error) {
    return broken('packs', error instanceof Error ? error.message : String(error))
  }
}
