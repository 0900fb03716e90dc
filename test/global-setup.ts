import type { TestProject } from 'vitest/node'
import { openTestServer } from './test-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's connection to the one cluster of this run. */
    serverUrl: string
    /** The migrated database that test files clone. */
    template: string
  }
}

/** One cluster a run (TEST_DATABASE_URL, else the one that npm brings), one template, migrated once. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await openTestServer(process.env.TEST_DATABASE_URL)
  project.provide('serverUrl', server.url)
  project.provide('template', server.template)
  return server.close
}
