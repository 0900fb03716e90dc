import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { ask, askRows } from '../../../bench/ground.ts'
import type { Answer } from './figures.ts'

const PATIENCE_MS = 120_000

/** Until every message that was taken is answered. */
export async function answered(url: string): Promise<void> {
  const startedAt = Date.now()
  while (Number(await ask(url, 'select count(*) from due_turn')) > 0) {
    if (Date.now() - startedAt > PATIENCE_MS) throw new Error('turns stay due')
    await sleep(200)
  }
}

const ANSWERS = `
  select t.conversation_id, b.external_id, t.turn_id, t.received_at::float8, t.settled_at::float8, max(m.seq) as seq,
    json_agg(m.content order by m.seq)::text as said
  from turn t join message m on m.org_id = t.org_id and m.conversation_id = t.conversation_id and m.turn_id = t.turn_id and m.role = 'robot'
    join conversation c on c.org_id = t.org_id and c.conversation_id = t.conversation_id
    join buyer b on b.org_id = c.org_id and b.buyer_id = c.buyer_id
  where t.state = 'settled' group by 1, 2, 3, 4, 5`
const CORRECTIONS = `
  select conversation_id, seq, content->>'text' as text from message where role = 'system' and content->>'kind' = 'text' order by conversation_id, seq`

const answerRow = z.object({
  conversation_id: z.string(),
  external_id: z.string(),
  turn_id: z.string(),
  received_at: z.number(),
  settled_at: z.number(),
  seq: z.number(),
  said: z.string(),
})
const correctionRow = z.object({ conversation_id: z.string(), seq: z.number(), text: z.string() })

/** Answers as they stand in the log; the buyer's name says from where he asks (`r…` from the room). */
export async function readAnswers(url: string, room: string): Promise<Answer[]> {
  const rows = z.array(answerRow).parse(await askRows(url, ANSWERS))
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    entrance: row.external_id.startsWith('r') ? room : null,
    turnId: row.turn_id,
    startedAt: row.received_at,
    settledAt: row.settled_at,
    said: row.said,
    seq: row.seq,
  }))
}

export interface Corrections {
  /** The figure that a conversation was told last, where that was a correction. */
  readonly last: ReadonlyMap<string, number>
  readonly sent: number
  /** Corrections that say again what the one before them said. */
  readonly doubled: number
}

export async function readCorrections(url: string, answers: readonly { conversationId: string; seq: number }[]) {
  const rows = z.array(correctionRow).parse(await askRows(url, CORRECTIONS))
  const lastAnswer = new Map<string, number>()
  for (const { conversationId, seq } of answers)
    lastAnswer.set(conversationId, Math.max(seq, lastAnswer.get(conversationId) ?? 0))
  const last = new Map<string, number>()
  const heard = rows.map(({ text, ...row }) => ({ ...row, fen: fenOf(text) }))
  for (const { conversation_id, seq, fen } of heard)
    if (seq > (lastAnswer.get(conversation_id) ?? 0)) last.set(conversation_id, fen)
  const doubled = heard.filter((one, place) => isSaidAgain(one, heard[place - 1])).length
  return { last, sent: rows.length, doubled }
}

function fenOf(text: string): number {
  const [, yuan, fen] = /现在[^¥]*¥(\d+)\.(\d\d)/.exec(text) ?? []
  return Number(`${yuan}${fen}`)
}

type Heard = Omit<z.infer<typeof correctionRow>, 'text'> & { readonly fen: number }

const isSaidAgain = (one: Heard, before: Heard | undefined): boolean =>
  before?.conversation_id === one.conversation_id && before.fen === one.fen && before.seq + 1 === one.seq
