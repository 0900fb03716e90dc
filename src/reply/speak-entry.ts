import {
  type AnswerChoice,
  type AskedValue,
  aboutOf,
  askedValue,
  type Bound,
  type Context,
  HUMAN_TOKEN,
  type MemoryFact,
  type Quoted,
  type Understanding,
} from '../dialogue/index.ts'
import {
  type Answer,
  chooseVariant,
  type Entry,
  hashText,
  type SelectedAnswer,
  selectAnswer,
  speaksOfMoney,
  variablesIn,
} from '../knowledge/index.ts'
import type { Content } from '../message/index.ts'
import { answerFacts } from './answer-facts.ts'
import { cardsFor } from './cards.ts'
import { fill } from './fill.ts'
import { tellMoney } from './money/tell-money.ts'
import { quotedFigures } from './money/written-figures.ts'
import { resolveVariable } from './resolve-variable.ts'
import { type Resolved, sourcesOf } from './resolved.ts'
import { type Scene, setScene } from './scene.ts'
import { speakLedger } from './speak-ledger.ts'
import { say } from './speech.ts'
import { type Spoken, spoken, textContent } from './spoken.ts'

export interface Occasion {
  readonly seen: Understanding
  readonly context: Context
  readonly turnId: string
}

const ASKED_MS = 30 * 60_000
const REMEMBERED_WORDINGS = 8

/** The answer of an entry: chosen by its conditions, worded so that this buyer does not hear the same twice. */
export function speakEntry(entry: Entry, bound: Bound, occasion: Occasion): Spoken {
  const { context, seen, turnId } = occasion
  // Under the emergency stop a person speaks of prices and offers.
  if (context.offers.isStopped && speaksOfMoney(entry)) return aboutStoppedOffers(occasion)
  const measures = context.knowledge.measures(seen.text)
  const attributeId = attributeOf(entry, occasion)
  const scene = setScene(context, bound, { language: seen.language, attributeId, measures, cart: seen.cart })
  const known = resolveAll(entry, scene)
  const variables = new Map([...known].map(([name, { value }]) => [name, value]))
  const selected = selectAnswer(entry, answerFacts(scene, { entry, seen }, variables))
  const before = askedBefore(entry.entryId, context)
  const template = chooseVariant(selected.variantsUsable, { alreadyUsed: before.said, seed: seedOf(turnId) })
  const choice = choiceOf(entry, selected)
  if (!selected.answer || template === undefined) {
    const refuted = refutedTexts(entry, selected)
    return { ...(refuted.length > 0 ? speakLedger(refuted, scene, turnId) : spoken({})), choices: [choice] }
  }
  const quoted = [...quotedIn(template, known), ...quotedFigures(template, scene)]
  const { told, notes } = tellMoney(scene, { quoted, cards: selected.answer.cards, turnId })
  const text = [...notes, fill(template, variables)].join('')
  return spoken({
    contents: [textContent(text, quoted), ...contentsOf(selected.answer, scene)],
    quoted,
    choices: [choice],
    remember: [
      askedAgain(entry.entryId, {
        before,
        about: aboutOf(entry, { ...bound, cart: seen.cart, ledger: context.offers.ledger.now.version }, measures),
        template,
        occasion,
      }),
      ...told,
    ],
    handOff: selected.answer.after === 'transfer' ? 'answer' : null,
    isSubstance: entry.kind !== 'talk' && entry.kind !== 'act',
  })
}

/** What would be said, were the figures that stand in it still so. */
const refutedTexts = ({ answers }: Entry, { considered }: SelectedAnswer): string[] =>
  considered.flatMap(({ answerId, failed, missingVariables: missing }) =>
    failed.length > 0
      ? []
      : (answers.find(({ id }) => id === answerId)?.texts ?? []).filter((text) => missing.includes(text)),
  )

const choiceOf = ({ entryId }: Entry, { answer, considered }: SelectedAnswer): AnswerChoice => ({
  entryId,
  answerId: answer?.id ?? null,
  considered: considered.map(({ answerId, met, failed, missingVariables: missing }) => ({
    answerId,
    met,
    failed,
    missing,
  })),
})

function aboutStoppedOffers({ context, seen, turnId }: Occasion): Spoken {
  const saying = { context, language: seen.language }
  const text = say('offers.stopped', saying, { seed: seedOf(turnId) })
  return spoken({ contents: [textContent(text), offerPerson(saying)], isSubstance: true })
}

function attributeOf(entry: Entry, { seen, context }: Occasion): string | null {
  return entry.attribute ?? context.knowledge.attributeAsked(seen.text)?.id ?? null
}

function resolveAll(entry: Entry, scene: Scene): Map<string, Resolved> {
  const known = new Map<string, Resolved>()
  for (const name of namesIn(entry)) {
    const value = resolveVariable(name, scene)
    if (value) known.set(name, value)
  }
  return known
}

// An entry never changes: a new version of it is a new object.
const namesOfEntry = new WeakMap<Entry, readonly string[]>()

function namesIn(entry: Entry): readonly string[] {
  const known = namesOfEntry.get(entry)
  if (known) return known
  const texts = entry.answers.flatMap((answer) => [...answer.texts, ...answer.textsEn])
  const names = [...new Set(texts.flatMap(variablesIn))]
  namesOfEntry.set(entry, names)
  return names
}

function askedBefore(entryId: string, context: Context) {
  const fact = context.memory.find(({ kind, key }) => kind === 'asked' && key === entryId)
  const known = fact ? askedValue.safeParse(fact.value).data : undefined
  return known ?? { times: 0, said: [], about: '' }
}

function askedAgain(
  entryId: string,
  told: { before: AskedValue; about: string; template: string; occasion: Occasion },
): MemoryFact {
  const { context, turnId } = told.occasion
  const said = [...told.before.said, hashText(told.template)].slice(-REMEMBERED_WORDINGS)
  const isSame = told.before.about === told.about
  const value = { times: isSame ? told.before.times + 1 : 1, said, about: told.about }
  return {
    kind: 'asked',
    key: entryId,
    value,
    scope: 'shop',
    sourceTurn: turnId,
    recordedAt: context.now,
    expiresAt: context.now + ASKED_MS,
  }
}

/** The random end of a UUIDv7: differs between turns, is the same in a replay of the same turn. */
const seedOf = (turnId: string): number => Number.parseInt(turnId.slice(-6), 16) || 0

function quotedIn(template: string, known: ReadonlyMap<string, Resolved>): Quoted[] {
  return variablesIn(template).flatMap((variable) => {
    const found = known.get(variable)
    return found ? sourcesOf(found).map((source) => ({ variable, value: found.value, ...source })) : []
  })
}

function contentsOf(answer: Answer, scene: Scene): Content[] {
  const contents: Content[] = []
  if (answer.picture) contents.push({ kind: 'image', url: answer.picture })
  if (answer.link) contents.push({ kind: 'link', url: answer.link.url, title: answer.link.title })
  contents.push(...cardsFor(answer.cards, scene))
  if (answer.after === 'offer-human') contents.push(offerPerson(scene))
  return contents
}

export const offerPerson = (scene: Pick<Scene, 'context' | 'language'>): Content => ({
  kind: 'menu',
  text: say('handoff.offer', scene),
  items: [{ token: HUMAN_TOKEN, label: say('handoff.button', scene) }],
})
