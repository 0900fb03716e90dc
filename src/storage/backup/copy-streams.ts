import { once } from 'node:events'
import { Readable } from 'node:stream'
import type pg from 'pg'

// The driver passes COPY through but has no API of its own for it; these methods of its connection are not in its types.
declare module 'pg' {
  interface Connection {
    sendCopyFromChunk(chunk: Buffer): void
    endCopyFrom(): void
    sendCopyFail(reason: string): void
  }
}

/** Runs `copy (…) to stdout` and gives its bytes; the server waits while nobody reads. */
export function copyOut(client: pg.Client, text: string): Readable {
  let connection: pg.Connection | null = null
  const stream = new Readable({
    read: () => {
      connection?.stream.resume()
    },
  })
  client.query({
    submit(active: pg.Connection) {
      connection = active
      active.query(text)
    },
    handleCopyData(message: { chunk: Buffer }, active: pg.Connection) {
      // The driver's buffer is used again for what comes next.
      if (!stream.push(Buffer.from(message.chunk))) active.stream.pause()
    },
    handleError: (error: Error) => void stream.destroy(error),
    handleCommandComplete: () => undefined,
    handleReadyForQuery(active: pg.Connection) {
      stream.push(null)
      // Nobody asks for more after the end: a pause of the last chunk would hold up the next query for ever.
      active.stream.resume()
    },
  })
  return stream
}

/** Runs `copy … from stdin` with these bytes. Resolves when the server has taken them all; rejects with its reason. */
export function copyIn(client: pg.Client, text: string, source: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | null = null
    client.query({
      submit: (active: pg.Connection) => active.query(text),
      handleCopyInResponse: (active: pg.Connection) => void send(active, source),
      handleError(error: Error) {
        failure = error
        // After an error inside COPY the server still answers "ready"; before it, nothing else comes.
        reject(error)
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => (failure ? undefined : resolve()),
    })
  })
}

async function send(connection: pg.Connection, source: AsyncIterable<Buffer>): Promise<void> {
  try {
    for await (const chunk of source) {
      connection.sendCopyFromChunk(chunk)
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
    }
    connection.endCopyFrom()
  } catch (error) {
    connection.sendCopyFail(error instanceof Error ? error.message : String(error))
  }
}
