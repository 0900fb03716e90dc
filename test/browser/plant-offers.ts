import type { OpenConsole } from './open-console.ts'

const DAY_MS = 86_400_000

/** A coupon, a room and a promise by each of these names; the coupons are of one kind and shut each other out. */
export async function plantOffers({ ask, shopId }: OpenConsole, names: readonly string[]): Promise<void> {
  const at = Date.now()
  const times = { validFrom: new Date(at - DAY_MS).toISOString(), validTo: new Date(at + DAY_MS).toISOString() }
  for (const [index, title] of names.entries()) {
    const rule = {
      kind: 'shop-reduction',
      title,
      tiers: [{ minFen: 10_000, offFen: 1000 + index }],
      exclusive: ['hostile'],
      ...times,
    }
    await ask('POST', `/shops/${shopId}/offers`, { id: `hostile${index}`, rule, reason: title })
    await ask('POST', `/shops/${shopId}/live-rooms`, { id: `room${index}`, title, host: title, promises: [title] })
  }
  const show = {
    id: 'hostile',
    title: names[0],
    host: names[1],
    runningOrder: names.map((_name, index) => `h${index}`),
  }
  await ask('POST', `/shops/${shopId}/live-rooms`, { ...show, onAir: 'h0', promises: [...names] })
  // One of each is shown for all that ask the same.
  const comments = names.map((name, index) => ({
    id: `c${index}`,
    buyer: { id: `v${index}`, name },
    text: `${ASKED[index % ASKED.length]} ${name}`,
  }))
  await ask('POST', `/shops/${shopId}/live-rooms/hostile/comments`, { comments })
}

const ASKED = ['包邮吗', '什么材质的', '什么时候发货', '支持七天无理由退货吗', '送运费险吗', '可以开发票吗'] as const
