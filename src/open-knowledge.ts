import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Errands } from './kernel/errands.ts'
import { loadPacks, packsForIndustry, type Packs } from './knowledge/index.ts'
import { learnAside } from './learn-aside.ts'
import { missingSpeech } from './reply/index.ts'
import { createKnowledgeViews, createModelCache, type KnowledgeViews, learnPacks } from './turn/index.ts'

interface Wanted {
  readonly config: Config
  readonly errands: Errands
  readonly onProgress: (line: string) => void
}

/** What the robot knows of the trade, learned before anybody comes. */
export async function openKnowledge(wanted: Wanted): Promise<{ packs: Packs; knowledge: KnowledgeViews }> {
  const { config, errands, onProgress } = wanted
  const folder = join(config.rootDir, 'packs')
  const packs = await loadPacks(folder)
  const missing = missingSpeech(packs.speech)
  if (missing.length > 0) throw new Error(`packs: speech.json lacks ${missing.join(', ')}`)
  const models = join(config.dataDir, 'models')
  const knowledge = createKnowledgeViews(packs, createModelCache(models))
  const sets = [null, ...industriesOf(packs)].map((industry) => packsForIndustry(packs, industry))
  const aside = learnAside({ packs: folder, models })
  await learnPacks({ knowledge, packs, sets, folder: models, aside, later: errands.add, onProgress })
  return { packs, knowledge }
}

const industriesOf = (packs: Packs): string[] => [...new Set(packs.list.flatMap(({ industry }) => industry ?? []))]
