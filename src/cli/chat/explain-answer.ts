import type { Candidate, Wanted } from '../../dialogue/index.ts'
import type { AnswerChoice } from '../../dialogue/index.ts'
import type { Handled } from '../../turn/index.ts'
import type { SayWord } from './chat-words.ts'

/** Why a robot said what it said, line by line for a person: heard, understood, decided, chosen, remembered, quoted. */
export function explainAnswer(handled: Handled, say: SayWord): string[] {
  const { seen, decision, reply, trace } = handled
  const none = say('nothing')
  const { product, skuId, order } = seen.focus
  return [
    say('why.text', { value: seen.text }),
    ...seen.wanted.flatMap((wanted) => explainWanted(wanted, say)),
    say('why.mood', { value: `${seen.emotion.kind} ${seen.emotion.confidence}`, state: seen.demandState.value }),
    say('why.focus', {
      product: product ? `${product.id} (${product.origin})` : none,
      sku: skuId ?? none,
      order: order ? `${order.id} (${order.origin})` : none,
    }),
    ...decision.considered.map(({ policy, outcome }) =>
      say('why.policy', { value: policy, outcome: say(outcome === 'taken' ? 'why.taken' : 'why.passed') }),
    ),
    ...decision.acts.map(({ kind, why }) => say('why.act', { value: kind, why })),
    ...reply.choices.flatMap((choice) => explainChoice(choice, say)),
    say('why.memory', { value: trace.memoryUsed.join(', ') || none }),
    ...trace.quoted.map(({ variable, value, sourceId, version }) =>
      say('why.quoted', { variable, value, source: sourceId, version }),
    ),
    say('why.versions', trace.versions),
    say('why.cost', trace.costUs),
  ]
}

function explainWanted({ text, band, best, rivals }: Wanted, say: SayWord): string[] {
  const candidates = [...(best ? [best] : []), ...rivals]
  const bands = {
    answer: say('why.band.answer'),
    confirm: say('why.band.confirm'),
    unsure: say('why.band.unsure'),
  }
  return [
    `${say('why.wanted', { value: text })} - ${bands[band]}`,
    ...candidates.map((one) => explainCandidate(one, say)),
    ...(candidates.length === 0 ? [say('why.noCandidate')] : []),
  ]
}

const explainCandidate = ({ entryId, confidence, score, phrasing }: Candidate, say: SayWord): string =>
  say('why.candidate', { entry: entryId, confidence, score, phrasing })

function explainChoice({ entryId, answerId, considered }: AnswerChoice, say: SayWord): string[] {
  const listed = (words: readonly string[]) => words.join(', ') || '-'
  return [
    say('why.choice', { entry: entryId, answer: answerId ?? say('nothing') }),
    ...considered.map(({ answerId: answer, met, failed, missing }) =>
      say('why.answer', { answer, met: listed(met), failed: listed(failed), missing: listed(missing) }),
    ),
  ]
}
