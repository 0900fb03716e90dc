import { answerCase, quoteCase } from '../../offer/index.ts'
import type { Command } from '../command.ts'
import { parseLine } from '../lines/parse-line.ts'
import { readLines } from '../lines/read-lines.ts'

const STOPPED = 130

export const command: Command = {
  name: 'quote',
  summary: 'carts with a ledger, one case a line (JSON) -> what each costs, step by step, as {id, answer}',
  options: {
    file: { type: 'string', text: 'read these lines instead of stdin' },
  },
  async run(context) {
    let failed = 0
    for await (const line of readLines(context)) {
      const parsed = parseLine(line, quoteCase, ['id'])
      if (!parsed.ok) failed += 1
      context.print(
        JSON.stringify(
          parsed.ok ? { id: parsed.value.id, answer: answerCase(parsed.value) } : { ...parsed.id, error: parsed.error },
        ),
      )
    }
    if (context.stopping.aborted) return STOPPED
    return failed > 0 ? 1 : 0
  },
}
