export { type Actual, type Failure, judgeTurn } from './judge-turn.ts'
export {
  type CaseScene,
  type CaseTurn,
  caseScene,
  caseTurn,
  caseTurns,
  type Expectation,
  expectation,
  MOST_CASES,
  type TestCase,
} from './test-case.ts'
export * from './test-case.store.ts'
