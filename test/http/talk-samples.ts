import { expect } from 'vitest'
import { z } from 'zod'
import type { Firm, House, MakeSample, Talk } from './house.ts'

let said = 0
const words = () => ({
  messageId: `m-${(said += 1)}`,
  buyer: { id: 'visitor-7' },
  content: { kind: 'text', text: 'hello' },
})
const acknowledged = z.object({
  acks: z.array(z.object({ id: z.string(), conversationId: z.string(), turnId: z.string() })).length(1),
})

/** A buyer says hello, as he would: by the door. */
export async function beginTalk(ask: House['ask'], { channelId, key }: Pick<Firm, 'channelId' | 'key'>): Promise<Talk> {
  const url = `/api/v1/channels/${channelId}/messages`
  const answer = await ask({ method: 'POST', url, as: key, body: words() })
  const [ack] = acknowledged.parse(answer.body).acks
  if (!ack) throw new Error('nothing was acknowledged')
  const read = await ask({ method: 'GET', url: `/api/v1/conversations/${ack.conversationId}`, as: key })
  const { buyer } = z.object({ buyer: z.object({ buyerId: z.string() }) }).parse(read.body)
  return { conversationId: ack.conversationId, messageId: ack.id, turnId: ack.turnId, buyerId: buyer.buyerId }
}

const takeOver = async ({ ask, ours }: House) => {
  const url = `/api/v1/conversations/${ours.conversationId}/take-over`
  await ask({ method: 'POST', url, as: ours.owner })
  return { params: { conversationId: ours.conversationId } }
}

export const TALK_SAMPLES: Readonly<Record<string, MakeSample>> = {
  receiveMessages: ({ ours }) => ({ params: { channelId: ours.channelId }, body: words(), as: ours.key }),
  // Whoever opens a shop's page may talk to it: what a session may reach is tested beside the widget.
  startWidgetSession: ({ ours }) => ({ body: { shopId: ours.shopId } }),
  sendWidgetMessages: () => ({
    body: { session: 'a.b', items: [{ messageId: 'w', content: { kind: 'text', text: 'hello' } }] },
  }),
  askWidgetRobot: () => ({ body: { session: 'a.b' } }),
  forgetWidgetBuyer: () => ({ body: { session: 'a.b' } }),
  addWidgetFile: () => ({ raw: 'GIF89a' }),
  pollWidgetMessages: () => ({ body: { session: 'a.b', afterSeq: 0 } }),
  takeOver: ({ ours }) => ({ params: { conversationId: ours.conversationId } }),
  giveBack: takeOver,
  closeSession: async ({ ask, ours }) => {
    const { conversationId, turnId } = await beginTalk(ask, ours)
    // Answered before we go on: what is under way would be stored while the next route is looked at.
    const state = async () => (await ask({ method: 'GET', url: `/api/v1/turns/${turnId}`, as: ours.key })).text
    await expect.poll(state).not.toContain('"state":"due"')
    return { params: { conversationId } }
  },
  checkMessageFigures: ({ ours }) => ({ params: { conversationId: ours.conversationId }, body: { text: '169' } }),
  postMessage: async (house) => ({
    ...(await takeOver(house)),
    body: { content: { kind: 'text', text: 'I am here' } },
  }),
  readMemory: ({ ours }) => ({ params: { conversationId: ours.conversationId } }),
  forgetMemory: ({ ours }) => ({ params: { conversationId: ours.conversationId } }),
}
