export { bytes, definePublicRoute, defineRoute, nothing, stream } from './define-route.ts'
export type { Route } from './route.ts'
