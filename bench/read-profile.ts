import { z } from 'zod'

const profile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
})

const MOST_FUNCTIONS = 45

/** A V8 CPU profile as two lists: own time in µs a message, by module and by function, idle left out. */
export function readProfile(text: string, messages: number): string[] {
  const { nodes, samples, timeDeltas } = profile.parse(JSON.parse(text))
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const byModule = new Map<string, number>()
  const byFunction = new Map<string, number>()
  let total = 0
  samples.forEach((id, place) => {
    const frame = frames.get(id)
    if (!frame || frame.functionName === '(idle)' || frame.functionName === '(program)') return
    const us = timeDeltas[place] ?? 0
    total += us
    const name = moduleOf(frame.url, frame.functionName)
    add(byModule, name, us)
    add(byFunction, `${frame.functionName || '(anonymous)'} ${shortUrl(frame.url)}:${frame.lineNumber + 1}`, us)
  })
  const lines = (map: Map<string, number>, most: number) =>
    [...map]
      .sort((one, other) => other[1] - one[1])
      .slice(0, most)
      .map(
        ([name, us]) =>
          `${(us / messages).toFixed(1).padStart(8)} µs ${((us / total) * 100).toFixed(1).padStart(5)} %  ${name}`,
      )
  return [
    'node by module (own time, idle left out)',
    ...lines(byModule, 40),
    'by function',
    ...lines(byFunction, MOST_FUNCTIONS),
  ]
}

const add = (map: Map<string, number>, name: string, us: number): void => void map.set(name, (map.get(name) ?? 0) + us)

function moduleOf(url: string, functionName: string): string {
  if (functionName.startsWith('(')) return functionName
  const own = /\/(src\/[^/]+|bench)\//.exec(url)
  if (own?.[1]) return own[1]
  const theirs = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)
  if (theirs?.[1]) return `npm ${theirs[1]}`
  if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/')
  return url || '(native)'
}

const shortUrl = (url: string): string =>
  url.replace(/^file:\/\//, '').replace(/^.*\/(src|node_modules|bench)\//, '$1/')
