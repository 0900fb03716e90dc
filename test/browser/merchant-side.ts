import { z } from 'zod'
import { patiently } from './open-console.ts'
import type { RunningProduct } from './start-product.ts'

const conversations = z.object({
  items: z.array(z.object({ conversationId: z.string(), shopId: z.string(), lastSeq: z.int() })),
})

export interface MerchantSide {
  /** A body makes it a POST, null one without, none a GET. */
  ask(path: string, body?: unknown): Promise<unknown>
  latestTalk(): Promise<string>
  takeOver(talk: string): Promise<unknown>
  speak(talk: string, content: unknown): Promise<unknown>
}

/** What the merchant does, by the API key of the demo. */
export function merchantSide({ url, access }: RunningProduct): MerchantSide {
  const headers = { authorization: `Bearer ${access.apiKey}`, 'content-type': 'application/json' }
  const ask: MerchantSide['ask'] = async (path, body) => {
    const asked =
      body === undefined ? { headers } : { method: 'POST', headers, body: body === null ? null : JSON.stringify(body) }
    const answer = await patiently(() => fetch(`${url}/api/v1${path}`, asked))
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    const text = await answer.text()
    return text === '' ? undefined : JSON.parse(text)
  }
  return {
    ask,
    latestTalk: async () => conversations.parse(await ask('/conversations?limit=1')).items[0]?.conversationId ?? '',
    takeOver: (talk) => ask(`/conversations/${talk}/take-over`, null),
    speak: (talk, content) => ask(`/conversations/${talk}/messages`, { content }),
  }
}
