import { z } from 'zod'
import { outsidePage } from './outside-page.ts'

/** As much of the house of `open-house.ts` as these samples need. */
interface House {
  readonly ours: { readonly shopId: string; readonly owner: string }
  ask(asked: {
    readonly method: string
    readonly url: string
    readonly as: string
    readonly body?: unknown
    readonly raw?: string
    readonly headers?: Record<string, string>
  }): Promise<{ readonly body: unknown }>
}

interface Sample {
  readonly params?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly raw?: string
  readonly headers?: Record<string, string>
}

const ENTRY = {
  title: { zh: '有没有赠品' },
  phrasings: ['有没有赠品', '送东西吗'],
  answers: [{ id: 'default', texts: ['赠品以商品页为准哦~'] }],
}
const CSV = 'record,entryId,titleZh,phrasings,answerId,texts\nquestion,gift,赠品,有赠品吗,,\nanswer,gift,,,a,没有哦\n'

const FILE = { raw: CSV, headers: { 'content-type': 'text/csv' } }

const drafted = z.object({ entryId: z.string(), draft: z.object({ changedAt: z.string() }) })

let made = 0

/** A text that no other sample has. */
const document = () => ({
  raw: `Text number ${(made += 1)} of the shop.`,
  headers: { 'content-type': 'application/octet-stream' },
})

interface Bringing extends Sample {
  readonly url?: string
}

async function brought({ ask, ours }: House, { url = `?name=d${made}`, ...sample }: Bringing): Promise<string> {
  const address = `/api/v1/shops/${ours.shopId}/documents${url}`
  const answer = await ask({ ...sample, method: 'POST', url: address, as: ours.owner })
  return z.object({ documentId: z.string() }).parse(answer.body).documentId
}

/** A new draft of the shop: what saving, removing, publishing and undoing start from. */
async function draft({
  ask,
  ours,
}: House): Promise<{ entryId: string; seen: { changedAt: string; baseRelease: null } }> {
  const url = `/api/v1/knowledge/${ours.shopId}/entries`
  const answer = await ask({ method: 'POST', url, as: ours.owner, body: { entry: ENTRY } })
  const row = drafted.parse(answer.body)
  return { entryId: row.entryId, seen: { changedAt: row.draft.changedAt, baseRelease: null } }
}

async function subscribed({ ask, ours }: House): Promise<Record<string, string>> {
  const { shopId } = ours
  await ask({ method: 'POST', url: `/api/v1/shops/${shopId}/packs/general/subscribe`, as: ours.owner })
  return { shopId, packId: 'general' }
}

async function period({ ask, ours }: House): Promise<Record<string, string>> {
  const body = { name: 'Nights', rule: {} }
  const answer = await ask({ method: 'POST', url: '/api/v1/validities', as: ours.owner, body })
  return { validityId: z.object({ validityId: z.string() }).parse(answer.body).validityId }
}

async function imported({ ask, ours }: House): Promise<{ importId: string }> {
  const url = `/api/v1/knowledge/${ours.shopId}/imports`
  const answer = await ask({ ...FILE, method: 'POST', url, as: ours.owner })
  return z.object({ importId: z.string() }).parse(answer.body)
}

async function released(house: House): Promise<Record<string, string>> {
  const url = `/api/v1/knowledge/${house.ours.shopId}/publish`
  const numbers: number[] = []
  for (let turn = 0; turn < 2; turn += 1) {
    await draft(house)
    const answer = await house.ask({ method: 'POST', url, as: house.ours.owner, body: {} })
    numbers.push(z.object({ release: z.int() }).parse(answer.body).release)
  }
  return { release: String(numbers[0]) }
}

/** Samples of the routes of knowledge and packs, by route name. */
export const KNOWLEDGE_SAMPLES: Readonly<Record<string, (house: House) => Promise<Sample> | Sample>> = {
  readEntry: async (house) => ({ params: { entryId: (await draft(house)).entryId } }),
  readEntryHistory: async (house) => ({ params: { entryId: (await draft(house)).entryId } }),
  addEntry: () => ({ body: { entry: ENTRY } }),
  addDocument: () => document(),
  addPage: async () => ({ body: { url: await outsidePage(`${(made += 1)}`) } }),
  refreshDocument: async (house) => {
    const body = { url: await outsidePage(`${(made += 1)}`) }
    return { params: { documentId: await brought(house, { url: '/pages', body }) } }
  },
  quoteDocumentVersion: async (house) => ({
    params: { documentId: await brought(house, document()) },
    body: { version: 1 },
  }),
  removeDocument: async (house) => ({ params: { documentId: await brought(house, document()) } }),
  restoreDocument: async (house) => {
    const documentId = await brought(house, document())
    const url = `/api/v1/shops/${house.ours.shopId}/documents/${documentId}`
    await house.ask({ method: 'DELETE', url, as: house.ours.owner })
    return { params: { documentId } }
  },
  saveEntry: async (house) => {
    const { entryId, seen } = await draft(house)
    return { params: { entryId }, body: { entry: ENTRY, seen } }
  },
  removeEntry: async (house) => {
    const { entryId, seen } = await draft(house)
    return { params: { entryId }, body: { seen } }
  },
  discardDraft: async (house) => {
    const { entryId, seen } = await draft(house)
    return { params: { entryId }, body: { seen } }
  },
  changeEntries: async (house) => {
    const { entryId, seen } = await draft(house)
    return { body: { act: { kind: 'switch-off' }, entries: [{ entryId, seen }] } }
  },
  undoChange: async (house) => {
    const { entryId, seen } = await draft(house)
    const url = `/api/v1/knowledge/${house.ours.shopId}/changes`
    const body = { act: { kind: 'remove' }, entries: [{ entryId, seen }] }
    const answer = await house.ask({ method: 'POST', url, as: house.ours.owner, body })
    return { params: { changeId: z.object({ changeId: z.string() }).parse(answer.body).changeId } }
  },
  removeValidity: async (house) => ({ params: await period(house) }),
  diagnoseEntry: () => ({ body: { entry: ENTRY } }),
  publishKnowledge: async (house) => {
    const { entryId } = await draft(house)
    return { body: { note: 'gifts', entryIds: [entryId] } }
  },
  rollBackKnowledge: async (house) => ({ params: await released(house), body: { note: 'back' } }),
  previewImport: () => FILE,
  importKnowledge: () => FILE,
  undoImport: async (house) => ({ params: await imported(house) }),
  addValidity: () => ({ body: { name: 'Nights', rule: { hours: [{ from: '22:00', to: '08:00' }] } } }),
  changeValidity: async (house) => ({
    params: await period(house),
    body: { name: 'Late', rule: { weekdays: [5, 6] } },
  }),
  listScenarios: () => ({ params: { packId: 'general' } }),
  diffShopPack: async (house) => ({ params: await subscribed(house) }),
  subscribePack: ({ ours }) => ({ params: { shopId: ours.shopId, packId: 'general' } }),
  switchPack: async (house) => ({ params: await subscribed(house), body: { enabled: true } }),
  switchScenario: async (house) => ({
    params: { ...(await subscribed(house)), scenarioId: 'general.gift.has' },
    body: { enabled: false },
  }),
}
