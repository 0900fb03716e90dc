import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { LearnAside } from './turn/index.ts'

export interface Lesson {
  readonly packs: string
  readonly models: string
  readonly sets: readonly (readonly string[])[]
}

/**
 * Trains sets of packs in threads, as many as there are cores, each its share; what they learn lies in `models` afterwards. False
 * where a thread could not: then whoever asked trains by himself.
 */
export function learnAside({ packs, models }: Omit<Lesson, 'sets'>): LearnAside {
  return async (sets, onLearned) => {
    const threads = Math.min(availableParallelism(), sets.length)
    const shares = Array.from({ length: threads }, (_, thread) => sets.filter((_, at) => at % threads === thread))
    const done = await Promise.allSettled(shares.map((share) => learnIn({ packs, models, sets: share }, onLearned)))
    return done.every(({ status }) => status === 'fulfilled')
  }
}

function learnIn(lesson: Lesson, onLearned: () => void): Promise<void> {
  const isSource = import.meta.url.endsWith('.ts')
  const file = new URL(isSource ? './learn-thread.ts' : './learn.js', import.meta.url)
  return new Promise((resolve, reject) => {
    const thread = new Worker(file, { workerData: lesson, execArgv: isSource ? typesAllowed() : [] })
    thread.on('message', onLearned)
    thread.on('error', reject)
    thread.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`a thread that learned ended with ${code}`)),
    )
  })
}

const typesAllowed = (): string[] => {
  const loader = createRequire(import.meta.url).resolve('tsx/esm')
  return ['--import', pathToFileURL(loader).href]
}
