import type { Policy } from './policy.ts'

/** Handed off and nobody is here yet: sure answers go on (the next policy), anything else is told that a person will come. */
export const waitForPerson: Policy = {
  name: 'wait-for-person',
  decide(seen, context) {
    if (context.handling !== 'waiting') return null
    const canAnswer = seen.wanted.some(({ band, best }) => {
      const entry = best ? context.knowledge.entry(best.entryId) : undefined
      return band === 'answer' && entry !== undefined && entry.handoff !== 'always' && entry.kind === 'question'
    })
    if (canAnswer) return null
    return [
      {
        kind: 'acknowledge',
        speech: context.agentsOnDuty ? 'handoff.waiting' : 'handoff.closed',
        why: 'handed off, nobody has taken it yet',
      },
    ]
  },
}
