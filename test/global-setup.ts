import type { TestProject } from 'vitest/node'
import { SIDE_BY_SIDE } from './side-by-side.ts'
import { openTestServer } from './test-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's connections, one to the cluster of each worker. */
    serverUrls: readonly string[]
    /** The migrated database that test files clone. */
    template: string
  }
}

/**
 * A cluster for each worker (TEST_DATABASE_URL, else what npm brings), each with one template, migrated once: the order of
 * events waits for open transactions of a whole cluster, so that files side by side in one would feel each other.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const servers = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => openTestServer(given)))
  project.provide(
    'serverUrls',
    servers.map(({ url }) => url),
  )
  project.provide('template', servers[0]?.template ?? '')
  return async () => {
    await Promise.all(servers.map(({ close }) => close()))
  }
}
