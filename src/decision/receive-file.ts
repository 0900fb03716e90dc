import type { Policy } from './policy.ts'

export const receiveFile: Policy = {
  name: 'receive-file',
  decide(seen) {
    const [first] = seen.other
    if (first === undefined || seen.wanted.length > 0) return null
    return [
      {
        kind: 'acknowledge',
        speech: first === 'image' ? 'image.received' : 'file.received',
        why: `a ${first} without words`,
      },
    ]
  },
}
