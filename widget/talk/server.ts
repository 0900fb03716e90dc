import { type Fields, fieldsOf, listOf, numberOf, textOf } from './shapes.ts'

/** What the server said when it said no. */
export class Refused extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

export interface Server {
  start(ask: Fields): Promise<Fields>
  poll(ask: Fields, signal: AbortSignal): Promise<Fields>
  /** The robot answers again. */
  robot(session: string): Promise<Fields>
  forget(session: string): Promise<Fields>
  send(session: string, items: readonly Fields[]): Promise<readonly Fields[]>
  socket(session: string): WebSocket
}

/** A line that swallows what is asked tells nobody. */
const PATIENCE_S = 8

/** text/plain: the browser then asks no permission first, which halves the waiting. */
export function openServer(origin: string): Server {
  const post = async (path: string, body: Fields, stopped?: AbortSignal): Promise<Fields> => {
    const patience = AbortSignal.timeout(((numberOf(body.waitS) ?? 0) + PATIENCE_S) * 1000)
    const answer = await fetch(`${origin}/api/v1/widget/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      credentials: 'omit',
      signal: stopped ? AbortSignal.any([stopped, patience]) : patience,
    })
    const said = fieldsOf(await answer.json())
    if (!answer.ok) throw new Refused(textOf(fieldsOf(said.error).code) || String(answer.status))
    return said
  }
  return {
    start: (ask) => post('sessions', ask),
    poll: (ask, signal) => post('poll', ask, signal),
    robot: (session) => post('robot', { session }),
    forget: (session) => post('forget', { session }),
    send: async (session, items) => listOf((await post('messages', { session, items })).acks),
    socket: (session) => new WebSocket(`${origin.replace(/^http/, 'ws')}/api/v1/widget/ws?session=${session}`),
  }
}
