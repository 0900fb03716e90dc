import { systemClock } from '../../kernel/clock.ts'
import { failureOf } from '../lines/parse-line.ts'
import { answerLine, verdictOn } from './answer-line.ts'
import type { Studio } from './open-studio.ts'
import type { ReplayRow } from './replay-row.ts'
import { openTalker, type Settled, type Talker } from './talker.ts'

/** Lets recorded buyers talk to the robot, each session on a clock of its own. */
export interface Replayer {
  /** `hurry` lets the burst that the message stands in become quiet without waiting for the next row. */
  buyerSaid(row: ReplayRow): { readonly line: Promise<object>; hurry(): void }
  /**
   * What the human said is not the robot's to answer: time goes by, and a talk that was handed off is the robot's again.
   * Otherwise one hand-off would silence it for the rest of a session, and a replay asks what it would have said each time.
   */
  agentSaid(row: ReplayRow): void
  finish(): void
}

interface Session {
  readonly talker: Talker
  lastAt: number
  isHandedOff: boolean
  /** The rows that are being worked on: one after the other. */
  busy: Promise<unknown>
  /** Rows of the turn that is open, in their order. */
  burst: { readonly turnId: string; readonly rows: ReplayRow[] }
}

/** Rows without a time follow so far apart. */
const STEP_MS = 5000
/** Sessions kept open for more rows; the longest silent is finished first. It may go on later: the database knows it. */
const MOST_OPEN = 8

/** Where a session stood that was put out. */
interface Left {
  readonly lastAt: number
  readonly finished: Promise<unknown>
}

export function createReplayer(studio: Studio): Replayer {
  const startAt = systemClock.now()
  const sessions = new Map<string, Session>()
  const left = new Map<string, Left>()
  const putOut = (key: string, { talker, busy, lastAt }: Session): void => {
    sessions.delete(key)
    left.set(key, { lastAt, finished: busy.then(() => talker.finish()) })
  }
  const sessionOf = (row: ReplayRow): Session => {
    const key = String(row.session)
    const session = sessions.get(key) ?? openSession(studio, key, left.get(key) ?? newAt(row.at ?? startAt))
    sessions.delete(key)
    sessions.set(key, session)
    for (const [oldest, silent] of sessions) if (sessions.size > MOST_OPEN) putOut(oldest, silent)
    session.lastAt = Math.max(session.lastAt, row.at ?? session.lastAt + STEP_MS)
    return session
  }
  return {
    buyerSaid(row) {
      const session = sessionOf(row)
      const at = session.lastAt
      const line = new Promise<object>((resolve) => {
        session.busy = session.busy.then(() =>
          answer(session, { row, at }).then((late) => void late.line.then(resolve)),
        )
      })
      return { line, hurry: () => finishSession(session) }
    },
    agentSaid(row) {
      const session = sessionOf(row)
      const at = session.lastAt
      session.busy = session.busy.then(() => passAgent(session, { at, studio, buyerRef: String(row.session) }))
    },
    finish: () => sessions.forEach(finishSession),
  }
}

const newAt = (at: number): Left => ({ lastAt: at - STEP_MS, finished: Promise.resolve() })

const openSession = (studio: Studio, key: string, { lastAt, finished }: Left): Session => ({
  talker: openTalker(studio, { buyerRef: key, startAt: lastAt }),
  lastAt,
  isHandedOff: false,
  busy: finished,
  burst: { turnId: '', rows: [] },
})

function finishSession(session: Session): void {
  session.busy = session.busy.then(() => session.talker.finish())
}

interface AgentRow {
  readonly at: number
  readonly studio: Studio
  readonly buyerRef: string
}

async function passAgent(session: Session, { at, studio, buyerRef }: AgentRow): Promise<void> {
  await session.talker.passTo(at)
  if (!session.isHandedOff) return
  await studio.giveBack(buyerRef)
  session.isHandedOff = false
}

interface Spoken {
  readonly row: ReplayRow
  readonly at: number
}

/** Says it. The line is given inside an object: it comes with the end of the burst, the next row must not wait for it. */
async function answer(session: Session, { row, at }: Spoken): Promise<{ readonly line: Promise<object> }> {
  const names = { session: row.session, turn: row.turn }
  const failed = (error: unknown) => ({ ...names, error: failureOf(error) })
  try {
    const said = await session.talker.say({ content: { kind: 'text', text: row.text }, at })
    if (session.burst.turnId !== said.turnId) session.burst = { turnId: said.turnId, rows: [] }
    const { rows } = session.burst
    rows.push(row)
    const told = said.answer.then((settled) => {
      session.isHandedOff ||= settled.outcome.handled?.reply.handOff != null
      return { ...names, ...lineOf(settled, row, rows) }
    })
    return { line: told.catch(failed) }
  } catch (error) {
    return { line: Promise.resolve(failed(error)) }
  }
}

/** The burst is answered once, on the line of its last message; the lines before it say where. */
function lineOf({ outcome, latencyUs }: Settled, row: ReplayRow, burst: readonly ReplayRow[]): object {
  if (!outcome.handled) throw new Error('the turn was not answered')
  const last = burst.at(-1) ?? row
  const line = answerLine(outcome.handled)
  const told = { ...line, latencyUs, ...verdictOn(outcome.handled) }
  return last === row ? { ...told, mergedInto: null } : { ...told, reply: [], mergedInto: last.turn }
}
