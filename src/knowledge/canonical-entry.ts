import { type Entry, entry as entrySchema } from './entry.ts'

/** One way to write one thing: what says nothing (empty conditions, empty titles) is left out. */
export function canonicalEntry(entry: Entry): Entry {
  const { title, followUp, answers, boundaries, ...rest } = entry
  const question = withoutEmpty(followUp ?? {})
  return entrySchema.parse({
    ...rest,
    title: withoutEmpty(title),
    boundaries: boundaries.filter((text) => text.length > 0),
    ...(Object.keys(question).length > 0 ? { followUp: question } : {}),
    answers: answers.map(({ when, ...answer }) => {
      const conditions = withoutEmpty(when ?? {})
      return Object.keys(conditions).length > 0 ? { ...answer, when: conditions } : answer
    }),
  })
}

const withoutEmpty = (record: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => !isEmpty(value)))

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}
