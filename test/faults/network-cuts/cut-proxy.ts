import { connect, createServer, type Socket } from 'node:net'

/**
 * closed: the way ends properly. reset: it breaks. half-open: what is said from now on is swallowed, on these connections
 * for good, and nobody is told. frozen: it is held, and comes when the net is back.
 */
export const CUT_KINDS = ['closed', 'reset', 'half-open', 'frozen'] as const
export type CutKind = (typeof CUT_KINDS)[number]

export interface CutProxy {
  cut(kind: CutKind): void
  mend(): void
  /** Connections that were open when they were cut, so far. */
  readonly hit: number
  close(): Promise<void>
}

interface Pair {
  readonly near: Socket
  far: Socket | null
  isDead: boolean
}

/** A way between browser and server that can be cut, also for sockets that are open. */
export async function openCutProxy(port: number, target: number): Promise<CutProxy> {
  const pairs = new Set<Pair>()
  let now: CutKind | null = null
  let hit = 0
  const admit = (near: Socket, cut: CutKind | null) => {
    near.on('error', () => near.destroy())
    if (cut === 'closed') return near.destroy()
    if (cut === 'reset') return near.resetAndDestroy()
    const pair: Pair = { near, far: null, isDead: cut === 'half-open' }
    pairs.add(pair)
    near.on('close', () => {
      pair.far?.destroy()
      pairs.delete(pair)
    })
    near.on('data', (bytes) => pair.isDead || pair.far?.write(bytes))
    if (cut === 'frozen') near.pause()
    else if (!pair.isDead) link(pair, target)
  }
  const server = createServer((near) => admit(near, now))
  await new Promise<void>((settle) => server.listen(port, '127.0.0.1', settle))
  return {
    cut(kind) {
      now = kind
      hit += [...pairs].filter(({ isDead }) => !isDead).length
      for (const pair of pairs) strike(pair, kind)
    },
    mend() {
      now = null
      for (const pair of pairs) heal(pair, target)
    },
    get hit() {
      return hit
    },
    close: () =>
      new Promise((settle) => {
        server.close(() => settle())
        for (const { near } of pairs) near.destroy()
      }),
  }
}

function strike(pair: Pair, kind: CutKind): void {
  const { near, far } = pair
  switch (kind) {
    case 'closed':
      near.end()
      near.destroySoon()
      return far?.destroySoon()
    case 'reset':
      near.resetAndDestroy()
      return void far?.resetAndDestroy()
    case 'half-open':
      pair.isDead = true
      return
    case 'frozen':
      near.pause()
      far?.pause()
  }
}

function heal(pair: Pair, target: number): void {
  if (pair.isDead) return
  if (!pair.far) link(pair, target)
  pair.near.resume()
  pair.far?.resume()
}

function link(pair: Pair, target: number): void {
  const far = connect(target, '127.0.0.1')
  pair.far = far
  far.on('data', (bytes) => pair.isDead || pair.near.write(bytes))
  far.on('error', () => pair.isDead || pair.near.destroy())
  far.on('close', () => pair.isDead || pair.near.destroySoon())
}
