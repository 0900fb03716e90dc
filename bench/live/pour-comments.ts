import { parseArgs } from 'node:util'
import { createFeed } from './comment-source.ts'

/*
 * A live room's audience: comments as platforms feed them (repeated, lossy, mostly noise) into a room that is on.
 *   node --import tsx bench/live/pour-comments.ts --shop <shopId> --room <roomId> --key <API key> --rate 200 --seconds 60
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:7000' },
    shop: { type: 'string' },
    room: { type: 'string' },
    key: { type: 'string' },
    /** Where personal questions are answered; without it they are counted alone. */
    channel: { type: 'string' },
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
  },
})
const { url, shop, room, key, channel } = values
if (!shop || !room || !key) throw new Error('Say --shop, --room and --key (an API key with messages:write).')

const VIEWERS = 2000
const feed = createFeed({ seed: Date.now() % 1e6, run: `pour-${Date.now().toString(36)}`, viewers: VIEWERS })
const startedAt = performance.now()
const secondsGone = () => (performance.now() - startedAt) / 1000
let [poured, doubled] = [0, 0]
while (secondsGone() < Number(values.seconds)) {
  const due = Math.min(300, Math.floor(secondsGone() * Number(values.rate)) - poured)
  const comments = due > 0 ? feed.batch(due) : []
  poured += Math.max(0, due)
  if (comments.length > 0) {
    const response = await fetch(`${url}/api/v1/shops/${shop}/live-rooms/${encodeURIComponent(room)}/comments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ comments, viewers: VIEWERS, ...(channel && { channelId: channel }) }),
    })
    const text = await response.text()
    if (response.status !== 202) throw new Error(`${response.status} ${text}`)
    doubled += Number(/"doubled":(\d+)/.exec(text)?.[1] ?? 0)
  }
  await new Promise((later) => setTimeout(later, 100))
}
console.log(`${poured} comments poured, ${doubled} of them came twice and were counted once`)
