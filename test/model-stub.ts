import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'

/** A call as the stub got it. */
export interface StubCall {
  readonly path: string
  readonly authorization: string | undefined
  readonly model: string
  /** All of it, as it came over the wire. */
  readonly raw: string
  /** What the task was asked of: our prompt's JSON. */
  readonly material: unknown
}

/** What it does with a call: says a text, gives vectors, answers with a status or with bytes, or never. */
export type StubAnswer =
  | { readonly say: string; readonly tokens?: number }
  | { readonly vectors: readonly (readonly number[])[] }
  | { readonly status: number; readonly body: string }
  | 'never'

export interface ModelStub {
  readonly port: number
  readonly baseUrl: string
  readonly calls: StubCall[]
  /** Calls that the other side gave up before an answer. */
  readonly abandoned: StubCall[]
  script: (call: StubCall) => StubAnswer
  close(): Promise<void>
}

const body = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).optional(),
})

/** A scriptable server that speaks OpenAI's chat and embeddings on the loopback. */
export async function openModelStub(): Promise<ModelStub> {
  const stub: Omit<ModelStub, 'port' | 'baseUrl' | 'close'> = {
    calls: [],
    abandoned: [],
    script: () => ({ status: 500, body: 'no script' }),
  }
  const server = createServer((request, response) => {
    readAll(request).then(
      (raw) => answer(callOf(request, raw), response, stub),
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return Object.assign(stub, {
    port,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

function callOf(request: IncomingMessage, raw: string): StubCall {
  const { model, messages } = body.parse(JSON.parse(raw))
  const asked = messages?.find(({ role }) => role === 'user')?.content
  const material: unknown = asked === undefined ? null : JSON.parse(asked)
  return { path: request.url ?? '', authorization: request.headers.authorization, model, raw, material }
}

function answer(call: StubCall, response: ServerResponse, stub: Pick<ModelStub, 'calls' | 'abandoned' | 'script'>) {
  stub.calls.push(call)
  const said = stub.script(call)
  if (said === 'never') {
    response.on('close', () => stub.abandoned.push(call))
    return
  }
  if ('status' in said) {
    response.writeHead(said.status).end(said.body)
    return
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(replyOf(said)))
}

function replyOf(
  said: { readonly say: string; readonly tokens?: number } | { readonly vectors: readonly (readonly number[])[] },
) {
  if ('vectors' in said) return { data: said.vectors.map((embedding, index) => ({ index, embedding })) }
  const usage = said.tokens === undefined ? {} : { usage: { total_tokens: said.tokens } }
  return { choices: [{ message: { role: 'assistant', content: said.say } }], ...usage }
}
