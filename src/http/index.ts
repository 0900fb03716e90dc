export { createHttpServer, type HttpServer, type HttpServerDeps } from './create-http-server.ts'
export { type HouseDeps, houseRoutes } from './routes/house-routes.ts'
export { bytes, definePublicRoute, defineRoute, nothing, stream } from './define-route.ts'
export type { Route } from './route.ts'
