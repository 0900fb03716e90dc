import { z } from 'zod'

const side = z.object({
  messagesPerSecond: z.number(),
  nodeUs: z.number(),
  postgresUs: z.number(),
  totalUs: z.number(),
})
const throughput = z.object({
  floor: side,
  xiaoer: side,
  ratio: z.number(),
  commit: z.string(),
  loadAverage: z.string(),
})
const figures = z.object({ p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.number() })
const latency = z.object({
  rate: z.number(),
  rounds: z.array(z.object({ noOp: figures, oneRow: figures, acknowledged: figures, answer: figures })),
})
const parts = z.object({
  lines: z.array(z.object({ without: z.string(), nodeUs: z.number(), postgresUs: z.number(), totalUs: z.number() })),
  modules: z.array(z.string()),
})
const residence = z.object({
  known: z.number(),
  resident: z.number(),
  rssMb: z.number(),
  kilobytesPerShop: z.number(),
  firstAnswer: figures,
  laterAnswer: figures,
})

/** The figures as people read them. */
export function tableOf(done: Readonly<Record<string, unknown>>): string {
  return [
    '# Bench: Xiaoer beside the floor',
    'CPU time by process accounting, floor and Xiaoer by turns on the same PostgreSQL; medians over the rounds.',
    ...throughputLines(done),
    ...latencyLines(done),
    ...partLines(done),
    ...residenceLines(done),
  ].join('\n')
}

function throughputLines(done: Readonly<Record<string, unknown>>): string[] {
  const lines = [
    '',
    '| way in | side | messages/s | node µs | PostgreSQL µs | µs a message | ratio | target |',
    '|---|---|---|---|---|---|---|---|',
  ]
  for (const [way, target] of [
    ['http', '≤ 4'],
    ['socket', '≤ 6'],
  ] as const) {
    const read = throughput.safeParse(done[way])
    if (!read.success) continue
    const { floor, xiaoer, ratio, commit, loadAverage } = read.data
    const row = (name: string, one: z.infer<typeof side>, last: string) =>
      `| ${way} | ${name} | ${one.messagesPerSecond} | ${one.nodeUs} | ${one.postgresUs} | ${one.totalUs} | ${last}`
    lines.push(row('floor', floor, '| |'), row('Xiaoer', xiaoer, `${ratio} | ${target} |`))
    lines.push(`| | commit ${commit}, load average ${loadAverage} | | | | | | |`)
  }
  return lines
}

const ms = ({ p50Ms, p95Ms, p99Ms }: z.infer<typeof figures>): string => `${p50Ms} / ${p95Ms} / ${p99Ms}`

function latencyLines(done: Readonly<Record<string, unknown>>): string[] {
  const read = latency.safeParse(done['latency'])
  if (!read.success) return []
  const rows = read.data.rounds.map(
    ({ noOp, oneRow, acknowledged, answer }, place) =>
      `| ${place + 1} | ${ms(noOp)} | ${ms(oneRow)} | ${ms(acknowledged)} | ${ms(answer)} |`,
  )
  return [
    '',
    `Latency at half load (${read.data.rate} messages/s, open loop from the intended send time), p50 / p95 / p99 in ms; target p99 ≤ 50`,
    '',
    '| round | no-op server | one row, one commit | Xiaoer: committed and acknowledged | Xiaoer: answer at the other side |',
    '|---|---|---|---|---|',
    ...rows,
  ]
}

function partLines(done: Readonly<Record<string, unknown>>): string[] {
  const read = parts.safeParse(done['parts'])
  if (!read.success) return []
  const rows = read.data.lines.map(
    (line) => `| ${line.without} | ${line.nodeUs} | ${line.postgresUs} | ${line.totalUs} |`,
  )
  const shell = 'What it is made of (the path in a shell of its own, HTTP): µs a message with a part left out'
  return [
    '',
    shell,
    '',
    '| without | node | PostgreSQL | both |',
    '|---|---|---|---|',
    ...rows,
    '',
    '```',
    ...read.data.modules,
    '```',
  ]
}

function residenceLines(done: Readonly<Record<string, unknown>>): string[] {
  const read = residence.safeParse(done['residence'])
  if (!read.success) return []
  const { known, resident, rssMb, kilobytesPerShop, firstAnswer, laterAnswer } = read.data
  return [
    '',
    `${known} shops known, ${resident} resident: ${rssMb} MB (target ≤ 4,096), ${kilobytesPerShop} KB a shop;`,
    `first answer of a cold shop ${ms(firstAnswer)} ms, later ones ${ms(laterAnswer)} ms (p50 / p95 / p99).`,
  ]
}
