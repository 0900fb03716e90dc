import { z } from 'zod'
import type { OpenConsole } from './open-console.ts'

const made = z.object({ entryId: z.string() })
const talks = z.object({ items: z.array(z.object({ conversationId: z.string() })).min(2) })

/** Something on every page of the console, and an address for each: the routes' own, and what opens in them. */
export async function furnishPages(house: OpenConsole): Promise<Readonly<Record<string, string>>> {
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
  const { items } = talks.parse(await house.ask('GET', '/conversations'))
  return {
    today: '/',
    conversations: '/conversations',
    conversation: `/conversations?id=${items[1]?.conversationId}`,
    knowledge: '/knowledge',
    entry: `/knowledge?entry=${entryId}`,
    releases: '/releases',
    packs: '/packs',
    lab: '/lab',
    products: '/products',
    orders: '/orders',
    rules: '/rules',
    setup: '/setup',
    'setup-trial': '/setup?step=trial',
    channels: '/channels',
    team: '/team',
    keys: '/developer?tab=keys',
    webhooks: '/developer?tab=webhooks',
    audit: '/audit',
    system: '/system',
    lost: '/nowhere',
  }
}
