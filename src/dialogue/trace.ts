import type { Advice } from './advice.ts'
import type { Context } from './context.ts'
import type { Act, Bound, Decision } from './decision.ts'
import type { AnswerChoice, Quoted, Reply } from './reply.ts'
import type { Candidate, Understanding, Wanted } from './understanding.ts'

/**
 * What a robot message can say of itself. Stored with every turn, so it is kept small: what is empty, neutral or not known is
 * left out, scores have two digits, and of an answer that lost only what failed. Read by "why this answer".
 */
export interface Trace {
  readonly versions: { readonly knowledge: string; readonly shop: number; readonly code: string }
  readonly understood: TracedUnderstanding
  readonly decided: {
    readonly acts: readonly object[]
    /** Policies in the order in which they were asked; the last one was taken. */
    readonly considered: readonly string[]
  }
  readonly chosen: readonly TracedChoice[]
  readonly quoted: readonly Quoted[]
  readonly memoryUsed: readonly string[]
  /** With it the turn is played again without a model. */
  readonly advice?: Advice
  readonly costUs: { readonly understand: number; readonly decide: number; readonly compose: number }
}

interface TracedUnderstanding {
  readonly text: string
  readonly language: string
  readonly wanted: readonly object[]
  readonly entities?: Understanding['entities']
  readonly focus?: Partial<Understanding['focus']>
  readonly demandState: Understanding['demandState']
  readonly emotion?: Understanding['emotion']
}

interface TracedChoice {
  readonly entryId: string
  readonly answerId: string | null
  readonly considered: readonly {
    readonly answerId: string
    readonly met?: readonly string[]
    readonly failed?: readonly string[]
    readonly missing?: readonly string[]
  }[]
}

export interface Told {
  readonly seen: Understanding
  readonly decision: Decision
  readonly reply: Pick<Reply, 'choices' | 'quoted'>
  readonly code: string
  readonly costUs: Trace['costUs']
}

const RIVALS = 2

export function traceOf(context: Context, { seen, decision, reply, code, costUs }: Told): Trace {
  return {
    versions: { knowledge: context.knowledge.version, shop: context.shop.version, code },
    understood: understoodOf(seen),
    decided: { acts: decision.acts.map(actOf), considered: decision.considered.map(({ policy }) => policy) },
    chosen: reply.choices.map(choiceOf),
    quoted: reply.quoted,
    memoryUsed: memoryOf(context, decision),
    ...(seen.advice && { advice: seen.advice }),
    costUs,
  }
}

/** That other questions were asked before had no part in this answer. */
function memoryOf({ memory }: Context, { acts }: Decision): string[] {
  const spoken = acts.map((act) => ('entryId' in act ? act.entryId : null))
  return memory
    .filter(({ kind, key }) => kind !== 'asked' || spoken.includes(key))
    .map(({ kind, key }) => `${kind}:${key}`)
}

function understoodOf(seen: Understanding): TracedUnderstanding {
  const { text, language, wanted, entities, focus, demandState, emotion } = seen
  const isSpoken = (value: unknown) =>
    value !== null && value !== false && !(Array.isArray(value) && value.length === 0)
  const things = Object.entries(focus).filter(([, value]) => isSpoken(value))
  return {
    text,
    language,
    wanted: wanted.map(wantedOf),
    ...(entities.length > 0 ? { entities } : {}),
    ...(things.length > 0 ? { focus: Object.fromEntries(things) } : {}),
    demandState,
    ...(emotion.kind === 'neutral' ? {} : { emotion }),
  }
}

function wantedOf({ text, band, best, rivals, seqs }: Wanted): object {
  return {
    text,
    band,
    best: best ? candidateOf(best) : null,
    rivals: rivals.filter(isRival).slice(0, RIVALS).map(candidateOf),
    seqs,
  }
}

/** Below this a reading was never in the running. */
const isRival = ({ confidence }: Candidate): boolean => confidence >= 0.05

const candidateOf = ({ entryId, confidence, score, phrasing }: Candidate) => ({
  entryId,
  confidence: short(confidence),
  score: short(score),
  ...(phrasing === '' ? {} : { phrasing }),
})

const short = (score: number): number => Math.round(score * 100) / 100

function actOf(act: Act): object {
  const plain = Object.entries(act).filter(([key, value]) => value !== null && key !== 'pending' && key !== 'bound')
  const bound = 'bound' in act ? boundOf(act.bound) : null
  return Object.fromEntries(bound ? [...plain, ['bound', bound]] : plain)
}

function boundOf(bound: Bound): object | null {
  const things = Object.entries(bound).filter(([, id]) => id !== null)
  return things.length > 0 ? Object.fromEntries(things) : null
}

function choiceOf({ entryId, answerId, considered }: AnswerChoice): TracedChoice {
  return { entryId, answerId, considered: considered.map((one) => consideredOf(one, one.answerId === answerId)) }
}

function consideredOf(
  { answerId, met, failed, missing }: AnswerChoice['considered'][number],
  isChosen: boolean,
): TracedChoice['considered'][number] {
  if (isChosen) return met.length > 0 ? { answerId, met } : { answerId }
  if (failed.length > 0) return { answerId, failed }
  return missing.length > 0 ? { answerId, missing } : { answerId }
}
