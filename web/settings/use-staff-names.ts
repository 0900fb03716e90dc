import { useQuery } from '@tanstack/react-query'
import { listStaff } from '../api/settings.ts'
import { useMe } from '../frame/use-me.ts'

/** Names of people, for those who may see them. */
export function useStaffNames(): (staffId: string) => string | undefined {
  const { may } = useMe()
  const { data: page } = useQuery({ queryKey: ['staff'], queryFn: listStaff, enabled: may('staff:read') })
  const names = new Map<string, string>(page?.items.map(({ staffId, name }) => [staffId, name]))
  return (staffId) => names.get(staffId)
}
