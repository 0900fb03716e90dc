import type { Policy } from './policy.ts'

export const staySilent: Policy = {
  name: 'stay-silent',
  decide(_seen, context) {
    if (!context.shop.robotOn) return [{ kind: 'stay-silent', why: 'the robot is switched off for this shop' }]
    if (context.handling === 'human') return [{ kind: 'stay-silent', why: 'a person is answering' }]
    return null
  },
}
