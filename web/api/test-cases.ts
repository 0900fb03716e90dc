import { listAll } from './house.ts'
import { patch, post, remove } from './request.ts'
import type { CaseTurn, TestCase, TestRun } from './shapes.ts'

const place = (shopId: string): string => `/shops/${shopId}/test-cases`

export interface NewCase {
  readonly name: string
  readonly scene: Partial<TestCase['scene']>
  readonly turns: readonly CaseTurn[]
}

export const listTestCases = (shopId: string): Promise<readonly TestCase[]> => listAll(place(shopId))
export const addTestCase = (shopId: string, made: NewCase): Promise<TestCase> => post(place(shopId), made)
export const changeTestCase = (shopId: string, id: string, change: Partial<NewCase>): Promise<TestCase> =>
  patch(`${place(shopId)}/${id}`, change)
export const removeTestCase = (shopId: string, id: string): Promise<unknown> => remove(`${place(shopId)}/${id}`)
export const runTestCases = (
  shopId: string,
  knowledge: TestRun['knowledge'],
  testCaseIds?: readonly string[],
): Promise<TestRun> => post(`/shops/${shopId}/test-runs`, { knowledge, ...(testCaseIds && { testCaseIds }) })
