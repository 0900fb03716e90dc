import { z } from 'zod'
import { furnishOffers } from './furnish-offers.ts'
import type { OpenConsole } from './open-console.ts'

const made = z.object({ entryId: z.string() })
const talks = z.object({ items: z.array(z.object({ conversationId: z.string() })).min(2) })

type Addresses = Readonly<Record<string, string>>

export interface Furnished {
  readonly pages: Addresses
  /** Where more opens: seen in fewer looks. */
  readonly inside: Addresses
}

/** Something on every page of the console, and an address for each: the routes' own, and what opens in them. */
export async function furnishPages(house: OpenConsole): Promise<Furnished> {
  await house.say('小美', '包邮吗')
  await house.say('小美', '什么时候发货')
  await house.say('阿强', '转人工')
  const entry = {
    topic: 'price',
    title: { zh: '有赠品吗', en: 'Is there a free gift?' },
    phrasings: ['有赠品吗'],
    answers: [{ id: 'a', texts: ['送袜子一双~'], textsEn: ['A pair of socks comes with it.'] }],
  }
  const { entryId } = made.parse(await house.ask('POST', `/knowledge/${house.shopId}/entries`, { entry }))
  await house.ask('POST', `/knowledge/${house.shopId}/publish`, { note: '首批' })
  const offer = await furnishOffers(house)
  const draft = {
    title: { zh: '能开发票吗' },
    phrasings: ['能开发票吗'],
    answers: [{ id: 'a', texts: ['可以的，下单时留言即可'] }],
  }
  await house.ask('POST', `/knowledge/${house.shopId}/entries`, { entry: draft })
  const figures = await furnishMore(house)
  const { items } = talks.parse(await house.ask('GET', '/conversations'))
  return {
    pages: {
      ...PAGES,
      conversation: `/conversations?id=${items[1]?.conversationId}`,
      entry: `/knowledge?entry=${entryId}`,
      offer: `/offers?offer=${offer}`,
    },
    inside: {
      figures: `/knowledge?entry=${figures}`,
      waiting: `/conversations?id=${items[0]?.conversationId}`,
    },
  }
}

/** Comments in the show, talks to play again, an answer with figures in it (answers its id), a view, a second release. */
async function furnishMore({ ask, shopId }: OpenConsole): Promise<string> {
  const said = ['包邮吗', '大衣多少钱', '什么时候发货']
  const comments = said.map((text, at) => ({ id: `c${at}`, buyer: { id: `v${at}`, name: `观众${at}` }, text }))
  await ask('POST', `/shops/${shopId}/live-rooms/r8/comments`, { comments })
  for (const [text, expected] of [
    ['包邮吗', '包邮'],
    ['有赠品吗', '手套一双'],
  ]) {
    const turns = [{ content: { kind: 'text', text }, expect: [{ kind: 'text', text: expected }] }]
    await ask('POST', `/shops/${shopId}/test-cases`, { name: `问：${text}`, turns })
  }
  const search = { owner: 'waiting' }
  await ask('POST', '/views', { page: 'conversations', name: '等人的会话', search, isShared: true })
  const entry = {
    title: { zh: '大衣怎么卖' },
    phrasings: ['大衣怎么卖'],
    answers: [{ id: 'a', texts: ['大衣到手399元，今晚满300减50~'] }],
  }
  return made.parse(await ask('POST', `/knowledge/${shopId}/entries`, { entry })).entryId
}

const PAGES = {
  today: '/',
  conversations: '/conversations',
  knowledge: '/knowledge',
  releases: '/releases',
  packs: '/packs',
  lab: '/lab',
  products: '/products',
  orders: '/orders',
  offers: '/offers',
  conflicts: '/offers?tab=conflicts',
  'offer-new': '/offers?offer=new',
  quote: '/quote?sku=s-m',
  grants: '/grants',
  live: '/live',
  'live-room': '/live?room=r8',
  'live-ended': '/live?room=r7',
  rules: '/rules',
  setup: '/setup',
  'setup-channel': '/setup?step=channel',
  'setup-goods': '/setup?step=goods',
  'setup-packs': '/setup?step=packs',
  'setup-reception': '/setup?step=reception',
  'setup-trial': '/setup?step=trial',
  'setup-live': '/setup?step=live',
  channels: '/channels',
  team: '/team',
  keys: '/developer?tab=keys',
  webhooks: '/developer?tab=webhooks',
  audit: '/audit',
  system: '/system',
  lost: '/nowhere',
} as const
