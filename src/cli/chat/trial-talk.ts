import { createShiftableClock } from '../../kernel/clock.ts'
import { newUuid } from '../../kernel/ids.ts'
import { type InboundContent, inboundContent } from '../../message/index.ts'
import { openTalker } from '../studio/talker.ts'
import { drawContents, menuItems } from './draw-contents.ts'
import { runTrialCommand } from './trial-commands.ts'
import type { Scene, Trial, TrialState } from './trial-state.ts'

/** One talk at the terminal. `hear` takes a line and gives the lines to show; null = the person left. */
export interface TrialTalk {
  hear(line: string): Promise<readonly string[] | null>
}

export function openTrialTalk(trial: Trial, buyer: string | null): TrialTalk {
  const clock = createShiftableClock()
  clock.shift(trial.offsetMs)
  const sceneWith = (customerId: string | null): Scene => {
    const startAt = clock.now()
    const buyerRef = customerId ?? `stranger ${newUuid(startAt)}`
    const talker = openTalker(trial.studio, { buyerRef, customerId: customerId ?? undefined, startAt })
    return { talker, productId: null, orderId: null, last: null, items: [] }
  }
  const state: TrialState = {
    trial,
    clock,
    scene: sceneWith(buyer),
    meet(customerId) {
      state.scene = sceneWith(customerId)
    },
  }
  return { hear: async (line) => (line.startsWith('/') ? runTrialCommand(line, state) : answerTo(line, state)) }
}

async function answerTo(line: string, { trial: { say, words }, scene, clock }: TrialState): Promise<readonly string[]> {
  const content = contentOf(line, scene)
  if (!content) return [say('tooLong')]
  const { productId, orderId } = scene
  const about = { ...(productId && { productId }), ...(orderId && { orderId }) }
  const reference = productId || orderId ? about : undefined
  const { answer } = await scene.talker.say({ content, reference, at: clock.now() })
  const { handled } = (await answer).outcome
  if (!handled) return [say('failed')]
  scene.last = handled
  scene.items = menuItems(handled.reply.contents)
  const drawn = drawContents(handled.reply.contents, words)
  return drawn.length === 0 ? [say('silent')] : drawn
}

function contentOf(line: string, { items }: Scene): InboundContent | null {
  const item = /^\d{1,2}$/.test(line.trim()) ? items[Number(line) - 1] : undefined
  const said = item ? { kind: 'choice', token: item.token, label: item.label } : { kind: 'text', text: line }
  return inboundContent.safeParse(said).data ?? null
}
