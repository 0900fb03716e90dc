import { textOf } from '../talk/shapes.ts'
import type { Room } from '../ui/room.ts'
import { type FileWord, openRow, type Row } from './open-row.ts'
import { postFile } from './post-file.ts'
import { shrink } from './shrink.ts'

const MIB = 1024 * 1024
const LARGEST = 10 * MIB
/** Pictures are made smaller first; what is larger than this is not even opened. */
const LARGEST_PICTURE = 60 * MIB
const PICTURES = /^image\/(jpeg|png|webp)$/
const AS_THEY_ARE = /^(image\/gif|video\/(mp4|quicktime))$/
const MOST_AT_ONCE = 9

let last: Promise<void> = Promise.resolve()

/** Chosen, pasted or dropped: one after the other they are made smaller, given to the server and sent as messages. */
export function takeFiles(room: Room, files: readonly File[]): void {
  for (const file of files.slice(0, MOST_AT_ONCE)) {
    const gone = new AbortController()
    const row = openRow(room, file.name, () => gone.abort())
    const sending = { room, file, row, signal: AbortSignal.any([gone.signal, room.gone]) }
    last = last.then(() => send(sending))
  }
}

interface Sending {
  readonly room: Room
  readonly file: File
  readonly row: Row
  readonly signal: AbortSignal
}

async function send(sending: Sending): Promise<void> {
  const { room, file, row, signal } = sending
  if (signal.aborted) return
  const ready = await prepare(sending)
  if (typeof ready === 'string') return row.fail(ready)
  row.progress(0)
  const { status, said } = await postFile(ready, { session: room.talk.session, signal, onShare: row.progress })
  if (signal.aborted) return
  if (status === 201) {
    room.send({ kind: textOf(said.kind), url: textOf(said.url) })
    row.close()
    return
  }
  const why = WHY[status] ?? 'file.failed'
  // What the server does not take it does not take the next time either.
  row.fail(why, status === 413 || status === 415 ? undefined : () => void send({ ...sending, file }))
}

const WHY: Readonly<Record<number, FileWord>> = { 413: 'file.size', 415: 'file.type', 429: 'file.busy' }

async function prepare({ file, row }: Sending): Promise<Blob | FileWord> {
  if (AS_THEY_ARE.test(file.type)) return file.size > LARGEST ? 'file.size' : file
  if (!PICTURES.test(file.type)) return 'file.type'
  if (file.size > LARGEST_PICTURE) return 'file.size'
  const shrunk = await shrink(file)
  if (!shrunk) return 'file.type'
  row.show(shrunk.canvas)
  return shrunk.blob.size > LARGEST ? 'file.size' : shrunk.blob
}
