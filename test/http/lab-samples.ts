import { z } from 'zod'
import type { House, MakeSample } from './house.ts'

const CASE = {
  name: 'Gifts',
  turns: [{ content: { kind: 'text', text: '有没有赠品' }, expect: [{ kind: 'text', text: '赠品' }] }],
}
const VIEW = { page: 'conversations', name: 'Missed', search: { outcome: 'missed' } }

async function aCase({ ask, ours }: House): Promise<Record<string, string>> {
  const url = `/api/v1/shops/${ours.shopId}/test-cases`
  const answer = await ask({ method: 'POST', url, as: ours.owner, body: CASE })
  const { testCaseId } = z.object({ testCaseId: z.string() }).parse(answer.body)
  return { shopId: ours.shopId, testCaseId }
}

async function aView({ ask, ours }: House): Promise<Record<string, string>> {
  const answer = await ask({ method: 'POST', url: '/api/v1/views', as: ours.owner, body: VIEW })
  return { viewId: z.object({ viewId: z.string() }).parse(answer.body).viewId }
}

/** Samples of test cases, trials and saved views, by route name. */
export const LAB_SAMPLES: Readonly<Record<string, MakeSample>> = {
  tryTurn: () => ({ body: { content: { kind: 'text', text: '有没有赠品' } } }),
  addTestCase: () => ({ body: CASE }),
  changeTestCase: async (house) => ({ params: await aCase(house), body: { name: 'Renamed' } }),
  removeTestCase: async (house) => ({ params: await aCase(house) }),
  runTestCases: async (house) => {
    const { testCaseId } = await aCase(house)
    return { body: { knowledge: 'published', testCaseIds: [testCaseId] } }
  },
  addView: () => ({ body: VIEW }),
  changeView: async (house) => ({ params: await aView(house), body: { name: 'Renamed' } }),
  removeView: async (house) => ({ params: await aView(house) }),
}
