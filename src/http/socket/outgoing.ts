import type { WebSocket } from 'ws'

/** Writes what one turn of the event loop brought as few frames, and gives up on a client that does not read. */
export interface Outgoing {
  ack(text: string): void
  message(text: string): void
  /** A frame of its own, after what was said before it. */
  frame(text: string): void
}

export const SLOW_CONSUMER = 1013
/** What may wait in the socket before the client counts as too slow. It resumes with `afterSeq`. */
const MOST_BUFFERED_BYTES = 4 * 1024 * 1024
const MOST_A_FRAME = 500

export function createOutgoing(
  socket: Pick<WebSocket, 'send' | 'close' | 'bufferedAmount' | 'readyState' | 'OPEN'>,
): Outgoing {
  let acks: string[] = []
  let messages: string[] = []
  let isScheduled = false
  const flush = (): void => {
    isScheduled = false
    const [ackItems, messageItems] = [acks, messages]
    acks = []
    messages = []
    if (socket.readyState !== socket.OPEN) return
    write(socket, 'acks', ackItems)
    write(socket, 'messages', messageItems)
    if (socket.bufferedAmount > MOST_BUFFERED_BYTES) socket.close(SLOW_CONSUMER, 'too slow: resume with afterSeq')
  }
  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    setImmediate(flush)
  }
  return {
    ack(text) {
      acks.push(text)
      schedule()
    },
    message(text) {
      messages.push(text)
      schedule()
    },
    frame(text) {
      flush()
      if (socket.readyState === socket.OPEN) socket.send(text)
    },
  }
}

function write(socket: Pick<WebSocket, 'send'>, type: string, items: readonly string[]): void {
  for (let from = 0; from < items.length; from += MOST_A_FRAME) {
    socket.send(`{"type":"${type}","items":[${items.slice(from, from + MOST_A_FRAME).join(',')}]}`)
  }
}
