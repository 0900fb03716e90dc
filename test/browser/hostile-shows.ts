import { createServer } from 'node:http'

export interface HostileShows {
  readonly url: string
  close(): Promise<void>
}

/** What the demo shop asks our server of its shows, with these texts in every word of the answers. */
export async function openHostileShows(texts: readonly string[]): Promise<HostileShows> {
  const [title, host] = [texts[0] ?? '', texts[1] ?? '']
  const room = {
    roomId: 'hostile',
    entrance: 'live:hostile',
    title,
    host,
    state: 'live',
    runningOrder: texts.map((_text, at) => `h${at}`),
    onAir: 'h0',
    promises: texts,
  }
  const rules = texts.map((text, at) => ({
    offerId: `o${at}`,
    rule: { kind: 'shop-coupon', title: text, entrance: room.entrance },
  }))
  const questions = texts.map((text) => ({ sample: text, pinnedAt: 'now', answer: [{ kind: 'text', text }] }))
  const rooms = texts.map((text, at) => ({ ...room, roomId: `r${at}`, title: text }))
  const answers: readonly (readonly [RegExp, unknown])[] = [
    [/\/live-rooms\?/, { items: rooms }],
    [/\/questions$/, { items: questions }],
    [/\/in-effect\?/, { items: rules }],
    [/\/live-rooms\/hostile$/, room],
  ]
  const server = createServer((request, response) => {
    const found = answers.find(([path]) => path.test(request.url ?? ''))?.[1]
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
