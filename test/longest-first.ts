import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes minutes starts first: begun last, it would run alone beside an idle core. */
const LONG = ['test/browser/looks.test.ts', 'test/browser/', 'src/cli/']

/** The order of the test files, the same on every machine. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => placeOf(a.moduleId) - placeOf(b.moduleId))
  }
}

function placeOf(file: string): number {
  const place = LONG.findIndex((start) => file.includes(start))
  return place < 0 ? LONG.length : place
}
