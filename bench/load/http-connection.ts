import net from 'node:net'

export interface HttpAnswer {
  /** 0: the connection broke before an answer. */
  readonly status: number
  readonly body: string
}

/** One keep-alive connection, one request at a time: the cheapest honest client. Opens itself again after a break. */
export interface HttpConnection {
  ask(request: Buffer): Promise<HttpAnswer>
  close(): void
}

const HEAD_END = '\r\n\r\n'

export function createHttpConnection(port: number): HttpConnection {
  let socket: net.Socket | null = null
  let waiting: ((answer: HttpAnswer) => void) | null = null
  let received = ''
  const answer = (given: HttpAnswer): void => {
    const settle = waiting
    waiting = null
    received = ''
    settle?.(given)
  }
  const lose = (): void => {
    socket = null
    answer({ status: 0, body: '' })
  }
  const hear = (chunk: string): void => {
    received += chunk
    const parsed = parse(received)
    if (parsed) answer(parsed)
  }
  return {
    ask: (request) =>
      new Promise((resolve) => {
        waiting = resolve
        socket ??= open(port, { hear, lose })
        socket.write(request)
      }),
    close() {
      socket?.removeListener('close', lose)
      socket?.destroy()
    },
  }
}

function open(port: number, { hear, lose }: { hear(chunk: string): void; lose(): void }): net.Socket {
  const made = net.connect({ port, host: '127.0.0.1', noDelay: true })
  // Latin-1 keeps one character a byte, so that content-length can be compared.
  made.setEncoding('latin1')
  made.on('data', (chunk) => hear(String(chunk)))
  made.on('error', () => made.destroy())
  made.on('close', lose)
  return made
}

function parse(text: string): HttpAnswer | null {
  const end = text.indexOf(HEAD_END)
  if (end < 0) return null
  const head = text.slice(0, end)
  const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0)
  const bodyAt = end + HEAD_END.length
  if (text.length < bodyAt + length) return null
  return { status: Number(head.slice(9, 12)), body: text.slice(bodyAt, bodyAt + length) }
}
