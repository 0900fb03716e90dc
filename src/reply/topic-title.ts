import { topicOf } from '../dialogue/index.ts'
import type { Scene } from './scene.ts'

/** What was last asked, by its title; null when nothing was or when it is known no more. */
export function topicTitle({ context, language }: Pick<Scene, 'context' | 'language'>): string | null {
  const topic = topicOf(context)
  const title = topic ? context.knowledge.entry(topic.entryId)?.title : undefined
  return title?.[language] ?? title?.zh ?? null
}
