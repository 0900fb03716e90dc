import type { Shop } from '../api/shapes.ts'
import { TestChat } from '../lab/test-chat.tsx'
import { useIdeas } from '../lab/use-ideas.ts'
import { useTrial } from '../lab/use-trial.ts'

export function TrialStep({ shop }: { readonly shop: Shop }) {
  const trial = useTrial(shop.shopId, { knowledge: 'published' })
  const ideas = useIdeas()
  return (
    <div className="setup-chat">
      <TestChat trial={trial} ideas={ideas} />
    </div>
  )
}
