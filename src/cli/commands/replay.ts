import { type Command, type CommandContext, requireOption } from '../command.ts'
import { createLineQueue } from '../lines/line-queue.ts'
import { parseLine } from '../lines/parse-line.ts'
import { readLines } from '../lines/read-lines.ts'
import { type Studio, withStudio } from '../studio/open-studio.ts'
import { createReplayer } from '../studio/replayer.ts'
import { replayRow } from '../studio/replay-row.ts'

const MOST_WAITING = 256
const STOPPED = 130

export const command: Command = {
  name: 'replay',
  summary: 'sessions, one message a line (JSON) -> what the robot would have said to each buyer message, and why',
  options: {
    shop: { type: 'string', text: 'id or name of the shop, or none' },
    industry: { type: 'string', text: 'with --shop none: whose pack' },
    file: { type: 'string', text: 'read these lines instead of stdin' },
  },
  async run(context) {
    const { industry } = context.options
    const options = {
      shop: requireOption(context, 'shop'),
      industry: typeof industry === 'string' ? industry : undefined,
      quietMs: null,
    }
    return withStudio(context, options, (studio) => replayAll(studio, context))
  },
}

async function replayAll(studio: Studio, context: CommandContext): Promise<number> {
  const used = process.cpuUsage()
  let [messages, failed] = [0, 0]
  const replayer = createReplayer(studio)
  const queue = createLineQueue(MOST_WAITING, context.print)
  for await (const line of readLines(context)) {
    const parsed = parseLine(line, replayRow, ['session', 'turn'])
    if (!parsed.ok) {
      failed += 1
      await queue.add({ line: Promise.resolve(JSON.stringify({ ...parsed.id, error: parsed.error })) })
    } else if (parsed.value.role === 'agent') replayer.agentSaid(parsed.value)
    else {
      messages += 1
      const { line: answered, hurry } = replayer.buyerSaid(parsed.value)
      const written = answered.then((answer) => {
        if ('error' in answer) failed += 1
        return JSON.stringify(answer)
      })
      await queue.add({ line: written, hurry })
    }
  }
  replayer.finish()
  await queue.empty()
  const { user, system } = process.cpuUsage(used)
  const perMessage = messages === 0 ? 0 : Math.round((user + system) / messages)
  context.say(`${messages} buyer messages, ${failed} wrong lines, ${perMessage} µs CPU a message`)
  if (context.stopping.aborted) return STOPPED
  return failed > 0 ? 1 : 0
}
