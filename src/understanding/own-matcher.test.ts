import { expect, test } from 'vitest'
import { type Entry, entry } from '../knowledge/index.ts'
import { createTermer } from '../language/index.ts'
import { createOwnMatcher } from './own-matcher.ts'
import { createPackMatcher } from './pack-matcher.ts'

const made = (entryId: string, phrasings: readonly string[], more: object = {}): Entry =>
  entry.parse({
    ...{ entryId, topic: 'shipping', kind: 'question', title: { zh: phrasings[0] }, phrasings },
    answers: [{ id: 'a', texts: ['x'] }],
    ...more,
  })

const termer = createTermer({ segments: [], homophones: {}, synonyms: [] })
const packs = createPackMatcher({
  entries: [
    made('general.courier', ['发什么快递', '用哪家物流', '寄顺丰吗', '走的哪个快递公司']),
    made('general.invoice', ['能开发票吗', '发票怎么开', '可以开专票不', '要发票']),
    made('general.where', ['我的快递到哪了', '物流怎么不动了', '包裹走到哪里了']),
  ],
  outOfScope: ['今天天气不错', '给我讲个笑话'],
  termer,
})
const adopted = (own: readonly Entry[], text: string) =>
  createOwnMatcher(own, packs, (id) => id !== 'general.where').adopt(packs.match(text, 1), text)[0]?.entryId

test('what a merchant wrote of a matter answers in whatever words the packs know for it', () => {
  const own = [made('own.courier', ['发什么快递？多久能到？']), made('own.gift', ['送礼有礼盒吗'])]
  expect(adopted(own, '用哪家物流')).toBe('own.courier')
  expect(adopted(own, '发票怎么开')).toBe('general.invoice')
})

test('of two entries of one matter the nearer one is meant', () => {
  const own = [made('own.kinds', ['可以开专票不']), made('own.ask', ['要发票'])]
  expect(adopted(own, '要发票')).toBe('own.ask')
  expect(adopted(own, '可以开专票不')).toBe('own.kinds')
})

test('an entry that answers only some, that is kept from some words, or that is of a live order takes nothing over', () => {
  const narrow = made('own.vip', ['发什么快递'], {
    answers: [{ id: 'a', texts: ['x'], when: { buyerGroups: ['vip'] } }],
  })
  const careful = made('own.careful', ['发什么快递'], { negatives: ['国外'] })
  expect(adopted([narrow, careful], '用哪家物流')).toBe('general.courier')
  expect(adopted([made('own.where', ['我的快递到哪了'])], '包裹走到哪里了')).toBe('general.where')
})
