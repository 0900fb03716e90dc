import type { RawData, WebSocket } from 'ws'
import { type ChannelAccount, inboundMessage } from '../../message/index.ts'
import { problemOf } from '../problem-of.ts'
import { ackText, clientFrame, errorText, type FrameProblem, refusalText } from './frames.ts'
import type { Gateway } from './gateway.ts'
import { createOutgoing, type Outgoing } from './outgoing.ts'
import { createSubscriptions, type Subscriptions } from './subscriptions.ts'

export interface ClientOptions {
  readonly socket: WebSocket
  readonly account: ChannelAccount
  readonly gateway: Gateway
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/** Messages of one socket on their way into the database; above it, the socket is not read. */
const MOST_UNDER_WAY = 1000

/** One connected client of one channel account. Whatever it sends, it is answered by a frame and never by a crash. */
export function serveClient(options: ClientOptions): void {
  const { socket, account, gateway } = options
  const outgoing = createOutgoing(socket)
  const subscriptions = createSubscriptions({ account, gateway, outgoing, onError: options.onError })
  let underWay = 0
  const take = (item: unknown): void => {
    underWay += 1
    void receiveItem(item, { ...options, outgoing }).then(() => {
      underWay -= 1
      if (socket.isPaused && underWay < MOST_UNDER_WAY / 2) socket.resume()
    })
  }
  socket.on('message', (bytes: RawData, isBinary: boolean) => {
    const frame = isBinary ? refused('Send text frames.') : readFrame(bytes)
    if (frame.kind === 'refused') return outgoing.frame(errorText(frame.problem))
    answer(frame.frame, { take, outgoing, subscriptions, options })
    if (underWay >= MOST_UNDER_WAY && !socket.isPaused) socket.pause()
  })
  socket.on('close', () => subscriptions.close())
  // A frame that is too long or malformed ends the connection with its own code; there is nothing to mend here.
  socket.on('error', () => socket.terminate())
}

type ReadFrame =
  | { readonly kind: 'read'; readonly frame: ReturnType<typeof clientFrame.parse> }
  | { readonly kind: 'refused'; readonly problem: FrameProblem }

const refused = (message: string, field?: string): ReadFrame => ({
  kind: 'refused',
  problem: field ? { code: 'invalid-field', message, field } : { code: 'bad-request', message },
})

function readFrame(bytes: RawData): ReadFrame {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString())
  } catch {
    return refused('The frame is not JSON.')
  }
  const parsed = clientFrame.safeParse(value)
  if (parsed.success) return { kind: 'read', frame: parsed.data }
  const issue = parsed.error.issues[0]
  return refused(issue?.message ?? 'The frame cannot be read.', issue?.path.join('.') || 'type')
}

interface Answering {
  readonly take: (item: unknown) => void
  readonly outgoing: Outgoing
  readonly subscriptions: Subscriptions
  readonly options: ClientOptions
}

function answer(
  frame: ReturnType<typeof clientFrame.parse>,
  { take, outgoing, subscriptions, options }: Answering,
): void {
  switch (frame.type) {
    case 'ping':
      return outgoing.frame(JSON.stringify({ type: 'pong', at: new Date(options.now()).toISOString() }))
    case 'messages':
      for (const item of frame.items) take(item)
      return
    case 'subscribe':
      void subscriptions.subscribe(frame).then(
        (problem) => {
          const conversationId = frame.conversationId ?? null
          outgoing.frame(problem ? errorText(problem) : JSON.stringify({ type: 'subscribed', conversationId }))
        },
        (error: unknown) => outgoing.frame(errorText(problemFor(error, options))),
      )
  }
}

async function receiveItem(item: unknown, options: ClientOptions & { readonly outgoing: Outgoing }): Promise<void> {
  const { outgoing, gateway, account } = options
  const parsed = inboundMessage.safeParse(item)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const problem = {
      code: 'invalid-field',
      message: issue?.message ?? 'not readable',
      field: issue?.path.join('.') ?? '',
    }
    return outgoing.ack(refusalText(messageIdOf(item), problem))
  }
  try {
    outgoing.ack(ackText(await gateway.receive(account, parsed.data)))
  } catch (error) {
    outgoing.ack(refusalText(parsed.data.messageId, problemFor(error, options)))
  }
}

function messageIdOf(item: unknown): string | null {
  const id = typeof item === 'object' && item !== null && 'messageId' in item ? item.messageId : null
  return typeof id === 'string' && id.length <= 200 ? id : null
}

function problemFor(error: unknown, { onError }: ClientOptions): FrameProblem {
  const { code, message, field } = problemOf(error)
  if (code === 'internal') onError(error)
  return field === undefined ? { code, message } : { code, message, field }
}
