import { z } from 'zod'
import { systemClock } from '../../kernel/clock.ts'
import { inboundContent, reference } from '../../message/index.ts'
import { type Command, type CommandContext, requireOption } from '../command.ts'
import { createLineQueue } from '../lines/line-queue.ts'
import { failureOf, instant, parseLine } from '../lines/parse-line.ts'
import { type Line, readLines } from '../lines/read-lines.ts'
import { UsageProblem } from '../usage-problem.ts'
import { answerLine } from '../studio/answer-line.ts'
import { type Studio, withStudio } from '../studio/open-studio.ts'
import { openTalker, type Talker } from '../studio/talker.ts'

const id = z.union([z.string().min(1).max(200), z.number()])
const question = z.object({
  id,
  text: inboundContent.options[0].shape.text,
  /** The shop's customer id: orders are spoken of, and his lines are one conversation. */
  buyer: z.string().min(1).max(128).optional(),
  product: reference.shape.productId,
  order: reference.shape.orderId,
  at: instant.optional(),
})
type Question = z.infer<typeof question>

const MOST_AT_ONCE = 16
const MOST_BUYERS = 1000

export const command: Command = {
  name: 'ask',
  summary: 'one question a line (JSON) -> one answer a line; nothing of it stays in the database',
  options: {
    shop: { type: 'string', text: 'id or name of the shop, or none' },
    industry: { type: 'string', text: 'with --shop none: whose pack' },
    file: { type: 'string', text: 'read these lines instead of stdin' },
    parallel: { type: 'string', text: `questions answered at once; default ${MOST_AT_ONCE}` },
  },
  async run(context) {
    const { industry } = context.options
    const options = {
      shop: requireOption(context, 'shop'),
      industry: typeof industry === 'string' ? industry : undefined,
      quietMs: 0,
    }
    return withStudio(context, options, (studio) => answerAll(studio, context))
  },
}

function atOnce({ options }: CommandContext): number {
  const wanted = z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .safeParse(options.parallel ?? MOST_AT_ONCE)
  if (!wanted.success) throw new UsageProblem('--parallel takes a number from 1 to 256')
  return wanted.data
}

async function answerAll(studio: Studio, context: CommandContext): Promise<number> {
  let failed = 0
  const asker = createAsker(studio)
  const queue = createLineQueue(atOnce(context), context.print)
  for await (const line of readLines(context)) {
    const answered = answerOne(line, asker).then((answer) => {
      if (answer.failed) failed += 1
      return JSON.stringify(answer.line)
    })
    await queue.add({ line: answered })
  }
  await queue.empty()
  return failed > 0 ? 1 : 0
}

async function answerOne(line: Line, asker: Asker): Promise<{ line: object; failed: boolean }> {
  const parsed = parseLine(line, question, ['id'])
  if (!parsed.ok) return { line: { ...parsed.id, error: parsed.error }, failed: true }
  try {
    return { line: { id: parsed.value.id, ...(await asker.ask(parsed.value, line.number)) }, failed: false }
  } catch (error) {
    return { line: { id: parsed.value.id, error: failureOf(error) }, failed: true }
  }
}

interface Asker {
  ask(question: Question, line: number): Promise<object>
}

/** Strangers talk side by side, each in a conversation of his own; a known buyer's questions follow each other. */
function createAsker(studio: Studio): Asker {
  const buyers = new Map<string, { readonly talker: Talker; busy: Promise<unknown> }>()
  const open = (buyer: string, startAt: number) => {
    const known = buyers.get(buyer)
    if (known) return known
    const one = { talker: openTalker(studio, { buyerRef: buyer, customerId: buyer, startAt }), busy: Promise.resolve() }
    buyers.set(buyer, one)
    return one
  }
  return {
    async ask(asked, line) {
      const at = asked.at ?? systemClock.now()
      if (asked.buyer === undefined)
        return talk(openTalker(studio, { buyerRef: `line ${line}`, startAt: at }), asked, at)
      const buyer = open(asked.buyer, at)
      const answer = buyer.busy.then(() => talk(buyer.talker, asked, at))
      buyer.busy = answer.catch(() => null)
      await answer
      // Whoever is put out is read from the database when he asks again.
      if (buyers.size > MOST_BUYERS) buyers.delete(asked.buyer)
      return answer
    },
  }
}

async function talk(talker: Talker, { text, product, order }: Question, at: number): Promise<object> {
  const about = { ...(product && { productId: product }), ...(order && { orderId: order }) }
  const { answer } = await talker.say({
    content: { kind: 'text', text },
    reference: product || order ? about : undefined,
    at,
  })
  const { outcome, latencyUs } = await answer
  if (!outcome.handled) throw new Error('the turn was not answered')
  return { ...answerLine(outcome.handled), latencyUs }
}
