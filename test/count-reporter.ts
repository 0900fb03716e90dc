import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/** Prints `N passed, N failed, N skipped` (test cases); under `npm test` bin/test.mjs prints it, so that nothing comes after. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 }
    for (const module of modules) {
      // A file that cannot be read has no cases, and yet it failed.
      if (module.errors().length > 0) count.failed += 1
      for (const test of module.children.allTests()) {
        const state = test.result().state
        count[state === 'pending' ? 'skipped' : state] += 1
      }
    }
    const file = process.env.XIAOER_TEST_COUNT
    if (file) writeFileSync(file, JSON.stringify(count))
    else console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
  }
}
