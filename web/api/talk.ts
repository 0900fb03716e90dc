import { insist } from './insist.ts'
import { get, post, remove, send } from './request.ts'
import type { Conversation, Fact, Talk, Listed, Message, Page, Turn, WrittenFigure } from './shapes.ts'

export interface TalkFilter {
  readonly shopId?: string | undefined
  readonly owner?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly find?: string | undefined
  readonly outcome?: string | undefined
  readonly cursor?: string | undefined
}

const MOST_WAITING = 100

export const listConversations = (filter: TalkFilter): Promise<Page<Talk>> =>
  get('/conversations', { ...filter, limit: 40 })
export const countWaiting = async (): Promise<number> => {
  const waiting: Page<Conversation> = await get('/conversations', { owner: 'waiting', limit: MOST_WAITING })
  return waiting.items.length
}
export const readConversation = (id: string): Promise<Conversation> => get(`/conversations/${id}`)
export const listMessages = (
  id: string,
  afterSeq: number,
  stopped?: AbortSignal,
): Promise<{ readonly items: readonly Message[]; readonly lastSeq: number }> =>
  insist((signal) => get(`/conversations/${id}/messages`, { after_seq: afterSeq, limit: 200 }, signal), { stopped })
export const explainMessage = (id: string): Promise<Turn> => get(`/messages/${id}/why`)
export const takeOver = (id: string): Promise<Conversation> => post(`/conversations/${id}/take-over`)
export const giveBack = (id: string): Promise<Conversation> => post(`/conversations/${id}/give-back`)
/** The key says which words these are: said twice by a shaky line, they are said once. */
export const speak = (id: string, text: string, key: string): Promise<Message> =>
  insist(
    (signal) =>
      send('POST', `/conversations/${id}/messages`, { body: { content: { kind: 'text', text } }, key, signal }),
    { longestMs: 60_000 },
  )
/** Figures in words that are about to be sent, of which the ledger says otherwise. */
export const figuresInDoubt = async (id: string, text: string): Promise<string[]> => {
  const { items }: Listed<WrittenFigure> = await post(`/conversations/${id}/figures`, { text })
  return items.filter(({ outcome }) => outcome === 'differs').map((one) => one.text)
}
export const readMemory = (id: string): Promise<Listed<Fact>> => get(`/conversations/${id}/memory`)
export const forgetFact = (id: string, fact: { readonly kind: string; readonly key: string }): Promise<unknown> =>
  remove(`/conversations/${id}/memory`, fact)
