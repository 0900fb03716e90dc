import { createEgress } from '../../egress/index.ts'
import { systemClock } from '../../kernel/clock.ts'
import { chatWords } from '../chat/chat-words.ts'
import { openTrialTalk, type TrialTalk } from '../chat/trial-talk.ts'
import { type Command, type CommandContext, requireOption } from '../command.ts'
import { readDemoAccess } from '../seed/demo-access.ts'
import { demoClock } from '../seed/demo-server.ts'
import { readLines } from '../lines/read-lines.ts'
import { type Studio, withStudio } from '../studio/open-studio.ts'

export const command: Command = {
  name: 'chat',
  summary: 'talk to the robot of a shop in the terminal (/why, /skip 5h, /product ID, /help)',
  options: {
    shop: { type: 'string', text: 'id or name of the shop, or none' },
    industry: { type: 'string', text: 'with --shop none: whose pack' },
    buyer: { type: 'string', text: "the shop's id of the buyer who talks; default a stranger" },
  },
  async run(context) {
    const { industry } = context.options
    const options = {
      shop: requireOption(context, 'shop'),
      industry: typeof industry === 'string' ? industry : undefined,
      quietMs: 0,
    }
    await withStudio(context, options, (studio) => chat(studio, context))
  },
}

async function chat(studio: Studio, context: CommandContext): Promise<void> {
  const { view, catalogue } = await studio.models.get(studio.place)
  const lines = studio.packs.render?.[view.language]
  if (!lines) throw new Error('no pack brings the words that cards are drawn with')
  const say = chatWords(view.language)
  const { buyer } = context.options
  const demo = openDemoClock(context)
  const trial = {
    studio,
    say,
    words: { lines, utcOffsetMinutes: view.utcOffsetMinutes },
    hasProduct: (productId: string) => catalogue.product(productId) !== undefined,
    offsetMs: (await demo.move())?.offsetMs ?? 0,
    skipDemo: async (byMs: number) => (await demo.move(byMs / HOUR_MS)) !== null,
  }
  context.print(say('welcome', { shop: view.name }))
  try {
    await talk(openTrialTalk(trial, typeof buyer === 'string' ? buyer : null), context)
  } finally {
    demo.close()
  }
}

const HOUR_MS = 3_600_000

/** The demo shop of this installation, when it runs: one time for it, the server and this talk. */
function openDemoClock({ config }: CommandContext) {
  const url = readDemoAccess(config.dataDir)?.demoUrl
  const port = url === undefined ? 0 : Number(new URL(url).port)
  const egress = createEgress({ clock: systemClock, loopbackPorts: new Set([port]) })
  return {
    move: async (skipHours?: number) => (url === undefined ? null : demoClock(egress.request, url, skipHours)),
    close: () => egress.close(),
  }
}

async function talk(trial: TrialTalk, context: CommandContext): Promise<void> {
  for await (const line of readLines({ ...context, prompt: '> ' })) {
    const shown = await trial.hear(line.text)
    if (shown === null) return
    for (const part of shown) context.print(part)
  }
}
