import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'
import { SIDE_BY_SIDE } from './test/side-by-side.ts'

export default defineConfig({
  test: {
    include: ['{src,test,demo,bench,eval}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'data/**'],
    globalSetup: ['test/global-setup.ts'],
    maxWorkers: SIDE_BY_SIDE,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/count-reporter.ts'],
    // Two loaded cores: a slow minute must not look like a failure.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
