/** The scene tree: what packs call their topics. */
export const TOPICS = [
  'product',
  'price',
  'size',
  'look',
  'fabric',
  'care',
  'order',
  'payment',
  'shipping',
  'logistics',
  'return',
  'refund',
  'aftersale',
  'fault',
  'service',
  'act',
  'talk',
] as const

export const topicWord = (topic: string): string =>
  TOPICS.some((known) => known === topic) ? `topic.${topic}` : 'topic.other'
