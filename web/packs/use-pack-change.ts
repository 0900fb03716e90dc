import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Listed } from '../api/shapes.ts'
import { useProblem } from '../ui/use-problem.ts'

export interface Subscription {
  readonly packId: string
  readonly version: string
  readonly enabled: boolean
  readonly disabledScenarios: readonly string[]
  readonly subscribedAt: string
}

/** Runs a change and shows the packs as they are afterwards. */
export function usePackChange(shopId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (act: () => Promise<Listed<Subscription>>) => act(),
    onSuccess: (changed) => queries.setQueryData(['shop-packs', shopId], changed),
    onError: useProblem(),
  })
}
