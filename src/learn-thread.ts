import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { loadPacks } from './knowledge/index.ts'
import { createKnowledgeViews, createModelCache } from './turn/index.ts'

/* A thread that trains sets of packs and leaves what it learned in files, see `learn-aside.ts`. One message for each set. */
const lesson = z.object({ packs: z.string(), models: z.string(), sets: z.array(z.array(z.string())) }).parse(workerData)
const knowledge = createKnowledgeViews(await loadPacks(lesson.packs), createModelCache(lesson.models))
for (const set of lesson.sets) {
  knowledge.prime(set)
  parentPort?.postMessage('learned')
}
