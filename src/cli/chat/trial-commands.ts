import { toIso } from '../../kernel/clock.ts'
import { explainAnswer } from './explain-answer.ts'
import type { TrialState } from './trial-state.ts'

const SKIP = /^(\d{1,4})\s*([mhd])$/
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

type Lines = readonly string[] | null
type Run = (word: string, state: TrialState) => Lines | Promise<Lines>

const COMMANDS: Readonly<Record<string, Run>> = {
  quit: () => null,
  help: (_, { trial }) => [trial.say('help')],
  why: (_, { trial: { say }, scene }) => (scene.last ? explainAnswer(scene.last, say) : [say('nothingYet')]),
  skip: async (word, { trial: { say, skipDemo }, clock }) => {
    const [, count, unit] = SKIP.exec(word) ?? []
    if (!count || !unit) return [say('badSkip')]
    const byMs = Number(count) * (UNIT_MS[unit] ?? 0)
    clock.shift(byMs)
    const isShared = await skipDemo(byMs)
    return [say('clock', { value: toIso(clock.now()) }), ...(isShared ? [say('clockShared')] : [])]
  },
  product: (word, { trial, scene }) => {
    if (word !== '' && !trial.hasProduct(word)) return [trial.say('noSuchProduct', { value: word })]
    scene.productId = word || null
    return [trial.say('product', { value: word || trial.say('nothing') })]
  },
  order: (word, { trial: { say }, scene }) => {
    scene.orderId = word || null
    return [say('order', { value: word || say('nothing') })]
  },
  buyer: (word, state) => {
    state.meet(word || null)
    return [state.trial.say('buyer', { value: word || state.trial.say('stranger') })]
  },
}

/** Does what a line says that begins with a stroke. Null = the person leaves. */
export async function runTrialCommand(line: string, state: TrialState): Promise<Lines> {
  const [name = '', ...rest] = line.slice(1).trim().split(/\s+/)
  const run = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  return run ? run(rest.join(' '), state) : [state.trial.say('unknownCommand', { value: `/${name}` })]
}
