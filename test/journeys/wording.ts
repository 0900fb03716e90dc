/** Ways in which buyers say a thing; which of them is drawn depends on the seed, and none may matter. */
export const WORDING = {
  freeShipping: ['包邮吗', '这件包邮吗', '请问包不包邮'],
  insurance: ['那运费险呢', '有运费险吗', '送运费险吗', '有没有退货运费险'],
  material: ['什么材质', '是什么料子的', '面料是啥'],
  parcel: ['我的快递到哪了', '物流到哪里了', '包裹到哪了', '查一下物流'],
  human: ['转人工', '人工客服', '我要找真人', '帮我转人工客服'],
} as const

export type Topic = keyof typeof WORDING

export interface Wording {
  readonly seed: number
  pick(topic: Topic): string
}

/** Draws by a seed of its own every run; a failed run says which, and JOURNEY_SEED draws the same again. */
export function drawWording(): Wording {
  const seed = Number(process.env.JOURNEY_SEED ?? Math.floor(Math.random() * 1_000_000))
  process.stdout.write(`journey seed ${seed}\n`)
  let state = seed + 1
  const next = (): number => {
    // Park and Miller: enough for picking words.
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  return {
    seed,
    pick(topic) {
      const ways = WORDING[topic]
      return ways[Math.floor(next() * ways.length)] ?? ways[0]
    },
  }
}
