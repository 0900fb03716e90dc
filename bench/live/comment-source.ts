/** A feed of comments as platforms send it: most are noise or the same few questions, some come twice, some never. */
export interface FeedOptions {
  readonly seed: number
  /** Names this feed in the ids, so that two runs do not repeat each other. */
  readonly run: string
  readonly viewers: number
}

export interface FedComment {
  readonly id: string
  readonly buyer: { readonly id: string; readonly name: string }
  readonly text: string
}

const SHARED = [
  '多少钱',
  '价格多少',
  '包邮吗',
  '有优惠吗',
  '几天发货',
  '有运费险吗',
  '有货吗',
  '什么材质的',
  '会起球吗',
  '能退吗',
]
const NOISE = ['666', '主播好美', '来了来了', '1', '扣1', '好看', '哈哈哈哈', '支持', '冲冲冲', '第一次来']
const PERSONAL = ['我的快递到哪了', '我要退款', '转人工', '我昨天的订单怎么还没发货']
const DOUBLED = 0.15
const LOST = 0.05

export function createFeed({ seed, run, viewers }: FeedOptions) {
  let state = seed
  let made = 0
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? ''
  const recent: FedComment[] = []
  const words = (): string => {
    const kind = random()
    if (kind < 0.35) return pick(SHARED)
    if (kind < 0.38) return pick(PERSONAL)
    if (kind < 0.8) return pick(NOISE)
    // What nobody said before: the long tail.
    return `${pick(NOISE)}${Math.floor(random() * 1e6)}`
  }
  const next = (): FedComment => {
    made += 1
    const viewer = Math.floor(random() * viewers)
    return { id: `${run}-${made}`, buyer: { id: `${run}-v${viewer}`, name: `v${viewer}` }, text: words() }
  }
  return {
    get made() {
      return made
    },
    /** What arrives of so many comments: some get lost on the way, some come again, now or in a later batch. */
    batch(count: number): FedComment[] {
      const fresh = Array.from({ length: count }, next).filter(() => random() > LOST)
      const again = fresh
        .filter(() => random() < DOUBLED)
        .map((one) => recent[Math.floor(random() * recent.length)] ?? one)
      recent.push(...fresh)
      recent.splice(0, Math.max(0, recent.length - 1000))
      return [...fresh, ...again]
    },
  }
}
