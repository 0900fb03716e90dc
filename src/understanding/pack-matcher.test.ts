import { expect, test } from 'vitest'
import { entry } from '../knowledge/index.ts'
import { createTermer } from '../language/index.ts'
import { createPackMatcher } from './pack-matcher.ts'

const made = (entryId: string, phrasings: readonly string[], negatives: readonly string[] = []) =>
  entry.parse({
    ...{ entryId, topic: 'shipping', kind: 'question', title: { zh: phrasings[0] }, phrasings, negatives },
    answers: [{ id: 'a', texts: ['x'] }],
  })

const taught = (negatives: readonly string[]) =>
  createPackMatcher({
    entries: [
      made('general.courier', ['发什么快递', '用哪家物流', '寄顺丰吗', '走的哪个快递公司'], negatives),
      made('general.where', ['我的快递到哪了', '物流怎么不动了', '包裹走到哪里了']),
    ],
    outOfScope: ['今天天气不错', '给我讲个笑话'],
    termer: createTermer({ segments: [], homophones: {}, synonyms: [] }),
  })

test('a near miss is never taken for the scenario that names it as one', () => {
  const ids = (negatives: readonly string[]) =>
    taught(negatives)
      .match('快递公司 走的', 3)
      .map(({ entryId }) => entryId)
  expect(ids([])).toContain('general.courier')
  expect(ids(['快递公司　走的'])).not.toContain('general.courier')
  expect(ids(['快递公司'])).toContain('general.courier')
})
