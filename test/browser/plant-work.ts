import type { OpenConsole } from './open-console.ts'

/** What the people of a shop name and write in their work: periods, views, cases, releases, channels, budgets, papers, settings. */
export async function plantWork({ ask, shopId }: OpenConsole, texts: readonly string[]): Promise<void> {
  for (const [at, text] of texts.entries()) {
    await ask('POST', '/validities', { name: text, shopId, rule: { hours: [{ from: '22:00', to: '08:00' }] } })
    await ask('POST', '/views', { page: 'conversations', name: text, search: { find: text }, isShared: true })
    await ask('POST', `/shops/${shopId}/test-cases`, {
      name: text,
      turns: [{ content: { kind: 'text', text }, expect: [{ kind: 'text', text: `${text} ${at}` }] }],
    })
    await ask('POST', '/channels', { shopId, kind: 'http', name: text })
    await ask('POST', `/shops/${shopId}/budgets`, { name: text, limitFen: 100 + at })
    const named = `/shops/${shopId}/documents?name=${encodeURIComponent(`${at} ${text}`)}`
    await ask('POST', named, Buffer.from(`${at} ${texts.join('\n\n')}`))
  }
  const policies = Object.fromEntries(RULES.map((rule, at) => [rule, texts[at % texts.length]]))
  await ask('PATCH', `/shops/${shopId}/settings`, { policies })
}

/** What a shop says of itself in words of its own. */
export const RULES = [
  'returnAddress',
  'warranty',
  'invoice',
  'invoiceDelivery',
  'payments',
  'memberClub',
  'reviewReward',
  'authenticity',
  'giftWrap',
  'giftNote',
  'restock',
  'installation',
  'washCare',
  'selfPickup',
  'phone',
  'storeAddress',
  'liveRoom',
] as const

/** Releases, each with its note, of the entries that lie as drafts. */
export async function releaseEach(
  { ask, shopId }: OpenConsole,
  notes: readonly string[],
  ids: readonly string[],
): Promise<void> {
  for (const [at, note] of notes.entries())
    await ask('POST', `/knowledge/${shopId}/publish`, { note, entryIds: [ids[at]] })
}
