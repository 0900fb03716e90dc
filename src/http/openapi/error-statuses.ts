import { nothing } from '../define-route.ts'
import type { Route } from '../route.ts'

/** Which refusals a route can give, from what it is. */
export function errorStatuses(route: Route): number[] {
  if (route.vital) return [503]
  const isWrite = route.method !== 'GET'
  return [
    400,
    ...(route.access === 'public' && !isWrite ? [] : [401]),
    ...(route.access === 'public' ? [] : [403]),
    404,
    405,
    408,
    ...(isWrite ? [409, 422] : []),
    ...(route.body === nothing ? [] : [413, 415]),
    429,
    431,
    500,
    503,
  ]
}
