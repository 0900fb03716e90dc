import { useQuery } from '@tanstack/react-query'
import { readMe } from '../api/house.ts'
import type { Me, Permission } from '../api/shapes.ts'

/** The person at the keyboard. Inside the console there always is one. */
export function useMe(): { readonly me: Me | null; may(permission: Permission): boolean } {
  const { data: me } = useQuery({ queryKey: ['me'], queryFn: readMe, staleTime: Number.POSITIVE_INFINITY })
  return { me: me ?? null, may: (permission) => me?.permissions.includes(permission) ?? false }
}
