import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import {
  answer,
  answerWhen,
  type Diagnosis,
  type Entry,
  type EntriesDiff,
  entry,
  type Release,
  type Validity,
  validityRule,
  type WorkspaceEntry,
} from '../../knowledge/index.ts'
import { instantOut } from '../fields.ts'

const instantIn = z.iso.datetime({ offset: true })
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
export const entryId = uuid

const whenView = answerWhen.extend({ from: instantIn.optional(), to: instantIn.optional() })
/** An entry as it goes over the wire: `from` and `to` of conditions are ISO 8601. */
export const entryView = entry.extend({ answers: z.array(answer.extend({ when: whenView.optional() })).max(100) })
export const entryBody = entryView.omit({ entryId: true })
export type EntryBody = z.infer<typeof entryBody>

export function readEntry(id: string, { answers, ...rest }: EntryBody): Entry {
  return entry.parse({
    ...rest,
    entryId: id,
    answers: answers.map(({ when, ...one }) =>
      when ? { ...one, when: { ...when, ...instantsOf(when, Date.parse) } } : one,
    ),
  })
}

export const showEntry = ({ answers, ...rest }: Entry): z.infer<typeof entryView> => ({
  ...rest,
  answers: answers.map(({ when, ...one }) => {
    if (!when) return one
    const { from, to, ...others } = when
    return { ...one, when: { ...others, ...instantsOf({ from, to }, toIso) } }
  }),
})

function instantsOf<In, Out>(when: { from?: In | undefined; to?: In | undefined }, turn: (value: In) => Out) {
  return {
    ...(when.from !== undefined && { from: turn(when.from) }),
    ...(when.to !== undefined && { to: turn(when.to) }),
  }
}

/** What the editor saw: `changedAt` of the draft, `publishedSince` of the entry. */
export const seenBody = z.strictObject({ changedAt: instantIn.nullable(), baseRelease: z.int().nullable() })
export const readSeen = (seen: z.infer<typeof seenBody>) => ({
  changedAt: seen.changedAt === null ? null : Date.parse(seen.changedAt),
  baseRelease: seen.baseRelease,
})

export const workspaceEntryView = z.strictObject({
  entryId: z.string(),
  state: z.enum(['published', 'new', 'changed', 'removed']),
  entry: entryView,
  publishedSince: z.int().nullable(),
  draft: z.strictObject({ changedBy: z.string(), changedAt: instantOut, baseRelease: z.int().nullable() }).nullable(),
})
export const showWorkspaceEntry = (row: WorkspaceEntry) => ({
  ...row,
  entry: showEntry(row.entry),
  draft: row.draft && { ...row.draft, changedAt: toIso(row.draft.changedAt) },
})

const titled = z.array(z.strictObject({ entryId: z.string(), title: z.string() }))
export const releaseView = z.strictObject({
  release: z.int(),
  note: z.string(),
  summary: z.strictObject({ added: titled, changed: titled, removed: titled }),
  rolledBackTo: z.int().nullable(),
  publishedBy: z.string(),
  publishedAt: instantOut,
})
export const showRelease = ({ release, note, summary, rolledBackTo, publishedBy, publishedAt }: Release) => ({
  release,
  note,
  summary,
  rolledBackTo,
  publishedBy,
  publishedAt: toIso(publishedAt),
})

export const diffView = z.strictObject({
  added: z.array(entryView),
  removed: z.array(entryView),
  changed: z.array(
    z.strictObject({
      entryId: z.string(),
      title: z.string(),
      fields: z.array(z.string()),
      before: entryView,
      after: entryView,
    }),
  ),
})
export const showDiff = (diff: EntriesDiff) => ({
  added: diff.added.map(showEntry),
  removed: diff.removed.map(showEntry),
  changed: diff.changed.map(({ before, after, fields, ...rest }) => ({
    ...rest,
    fields: [...fields],
    before: showEntry(before),
    after: showEntry(after),
  })),
})

export const diagnosisView = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  path: z.string(),
  message: z.string(),
  other: z.string().optional(),
})
export const showDiagnosis = (one: Diagnosis) => ({ ...one })

const range = z.strictObject({ from: instantIn.nullable(), to: instantIn.nullable() })
export const ruleBody = validityRule.extend({ ranges: z.array(range).min(1).max(50).optional() })
export const validityView = z.strictObject({
  validityId: z.string(),
  shopId: z.string().nullable(),
  name: z.string(),
  rule: ruleBody,
})

export function readRule({ ranges, ...rest }: z.infer<typeof ruleBody>) {
  if (!ranges) return validityRule.parse(rest)
  const parse = (text: string | null) => (text === null ? null : Date.parse(text))
  return validityRule.parse({ ...rest, ranges: ranges.map(({ from, to }) => ({ from: parse(from), to: parse(to) })) })
}

export function showValidity({ rule, ...rest }: Validity) {
  const { ranges, ...others } = rule
  const show = (at: number | null) => (at === null ? null : toIso(at))
  const shown = ranges && { ranges: ranges.map(({ from, to }) => ({ from: show(from), to: show(to) })) }
  return { ...rest, rule: { ...others, ...shown } }
}
