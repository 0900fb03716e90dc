import { z } from 'zod'
import type { HttpServer } from '../src/http/index.ts'
import type { Clock } from '../src/kernel/clock.ts'
import { content, type InboundContent, type Reference } from '../src/message/index.ts'

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  /** A key or token. */
  readonly as?: string
  readonly body?: unknown
  readonly raw?: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly text: string
  readonly body: unknown
  readonly headers: Readonly<Record<string, unknown>>
}

export async function ask(server: HttpServer, { method, url, as, body, raw, headers }: Ask): Promise<Answer> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const answer = await server.fastify.inject({
    method,
    url,
    headers: {
      ...(payload !== undefined && { 'content-type': 'application/json' }),
      ...(as !== undefined && { authorization: `Bearer ${as}` }),
      ...headers,
    },
    ...(payload !== undefined && { payload }),
  })
  const isJson = String(answer.headers['content-type']).startsWith('application/json') && answer.payload !== ''
  const parsed: unknown = isJson ? JSON.parse(answer.payload) : undefined
  return { status: answer.statusCode, text: answer.payload, body: parsed, headers: answer.headers }
}

const token = z.object({ token: z.string() })

export async function signIn(asked: (one: Ask) => Promise<Answer>, email: string, password: string): Promise<string> {
  const { body } = await asked({ method: 'POST', url: '/api/v1/sign-ins', body: { email, password } })
  return token.parse(body).token
}

const ackShape = z.object({
  messageId: z.string(),
  id: z.string(),
  seq: z.int(),
  conversationId: z.string(),
  turnId: z.string(),
})
const replyShape = z.object({
  turnId: z.string(),
  decision: z.string(),
  intent: z.string().nullable(),
  scenario: z.string().nullable(),
  confidence: z.number(),
  messages: z.array(z.object({ id: z.string(), seq: z.int(), role: z.string(), content, at: z.string() })),
})
const heardShape = z.object({ acks: z.array(ackShape).min(1), reply: replyShape.optional() })

/** What came of one message. `words` is all that the robot said as one text, cards by their titles. */
export interface Said {
  readonly status: number
  readonly answer: Answer
  readonly ack: z.infer<typeof ackShape>
  readonly reply: z.infer<typeof replyShape> | undefined
  readonly words: string
}

export interface Saying {
  readonly messageId?: string
  readonly reference?: Reference
  /** Seconds to wait for the reply; 0 = do not. */
  readonly wait?: number
}

export interface Buyer {
  readonly id: string
  /** Speaks and, unless told otherwise, waits for the reply. Throws when it was not taken. */
  say(words: string | InboundContent, how?: Saying): Promise<Said>
  /** The same, whatever comes of it. */
  send(words: string | InboundContent, how?: Saying): Promise<Answer>
}

interface Town {
  readonly ask: (one: Ask) => Promise<Answer>
  readonly clock: Clock
  readonly channelId: string
  readonly key: string
}

let spoken = 0

export function createBuyer(town: Town, name: string, customerId?: string): Buyer {
  const send: Buyer['send'] = (words, how = {}) =>
    town.ask({
      method: 'POST',
      url: `/api/v1/channels/${town.channelId}/messages?wait=${how.wait ?? 20}`,
      as: town.key,
      body: {
        messageId: how.messageId ?? `m${(spoken += 1)}`,
        buyer: { id: name, ...(customerId !== undefined && { customerId }) },
        content: typeof words === 'string' ? { kind: 'text', text: words } : words,
        ...(how.reference && { reference: how.reference }),
        at: town.clock.now(),
      },
    })
  return {
    id: name,
    send,
    async say(words, how) {
      const answer = await send(words, how)
      if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`)
      const { acks, reply } = heardShape.parse(answer.body)
      const [ack] = acks
      if (!ack) throw new Error('nothing was acknowledged')
      return { status: answer.status, answer, ack, reply, words: (reply?.messages ?? []).map(wordsOf).join('\n') }
    },
  }
}

function wordsOf(message: { readonly content: z.infer<typeof content> }): string {
  const said = message.content
  if ('text' in said && said.text !== undefined) return said.text
  return 'title' in said && said.title !== undefined ? said.title : said.kind
}
