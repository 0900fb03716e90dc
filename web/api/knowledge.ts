import { get, post, put, remove, send } from './request.ts'
import type {
  Diagnosis,
  Diff,
  Entry,
  EntryBody,
  Listed,
  Page,
  Release,
  Validity,
  ValidityRule,
  WorkspaceEntry,
  WrittenFigure,
} from './shapes.ts'

const place = (scopeId: string): string => `/knowledge/${scopeId}`

export interface Seen {
  readonly changedAt: string | null
  readonly baseRelease: number | null
}
/** What this page showed of an entry: the server refuses a change of something that somebody else changed meanwhile. */
export const seenOf = ({ draft, publishedSince }: WorkspaceEntry): Seen => ({
  changedAt: draft?.changedAt ?? null,
  baseRelease: publishedSince,
})

export const findEntries = async (scopeId: string, search: string): Promise<readonly WorkspaceEntry[]> => {
  const page: Page<WorkspaceEntry> = await get(`${place(scopeId)}/entries`, { search, limit: 8 })
  return page.items
}
export const readEntry = (scopeId: string, entryId: string): Promise<WorkspaceEntry> =>
  get(`${place(scopeId)}/entries/${entryId}`)
export type SavedEntry = WorkspaceEntry & { readonly figures: readonly WrittenFigure[] }
export type Diagnosed = Listed<Diagnosis> & { readonly figures: readonly WrittenFigure[] }
export const addEntry = (scopeId: string, entry: EntryBody): Promise<SavedEntry> =>
  post(`${place(scopeId)}/entries`, { entry })
export const saveEntry = (scopeId: string, row: WorkspaceEntry, entry: EntryBody): Promise<SavedEntry> =>
  put(`${place(scopeId)}/entries/${row.entryId}`, { entry, seen: seenOf(row) })
export type ManyAct =
  | { readonly kind: 'remove' | 'discard' | 'switch-on' | 'switch-off' }
  | { readonly kind: 'move'; readonly topic: string }
export const changeEntries = (
  scopeId: string,
  act: ManyAct,
  rows: readonly WorkspaceEntry[],
): Promise<{ readonly changeId: string; readonly changed: number }> =>
  post(`${place(scopeId)}/changes`, { act, entries: rows.map((row) => ({ entryId: row.entryId, seen: seenOf(row) })) })
export const undoChange = (scopeId: string, changeId: string): Promise<unknown> =>
  post(`${place(scopeId)}/changes/${changeId}/undo`)
export const diagnose = (scopeId: string, entry: EntryBody, entryId?: string): Promise<Diagnosed> =>
  post(`${place(scopeId)}/diagnosis`, { entry, ...(entryId && { entryId }) })

export const listReleases = (scopeId: string, cursor?: string): Promise<Page<Release>> =>
  get(`${place(scopeId)}/releases`, { limit: 30, cursor })
export const diffReleases = (scopeId: string, from: number, to: number): Promise<Diff> =>
  get(`${place(scopeId)}/diff`, { from, to })
export interface Wording {
  readonly since: number
  readonly until: number | null
  readonly publishedBy: string
  readonly publishedAt: string
  readonly endedBy: string | null
  readonly entry: Entry
}
export const entryHistory = (scopeId: string, entryId: string): Promise<Listed<Wording>> =>
  get(`${place(scopeId)}/entries/${entryId}/history`)
export const publish = (scopeId: string, note: string, entryIds?: readonly string[]): Promise<Release> =>
  post(`${place(scopeId)}/publish`, { note, ...(entryIds && { entryIds }) })
export const rollBack = (scopeId: string, release: number, note: string): Promise<Release> =>
  post(`${place(scopeId)}/releases/${release}/roll-back`, { note })

export interface Preview {
  readonly entries: readonly {
    readonly entryId: string
    readonly row: number
    readonly title: string
    readonly answer: string
    readonly state: 'new' | 'changed' | 'unchanged'
  }[]
  readonly problems: readonly {
    readonly sheet: 'questions' | 'answers'
    readonly row: number
    readonly column: string | null
    readonly message: string
  }[]
  /** How a table that is not our template was read. */
  readonly table: OwnTable | null
  readonly workspace: string
}
export type OwnField = 'question' | 'answer' | 'phrasings' | 'topic' | 'stages'
export interface OwnTable {
  readonly header: readonly string[]
  /** One a column, null = left out. */
  readonly columns: readonly (OwnField | null)[]
  readonly rows: readonly (readonly string[])[]
}
/** Template, table or text; `columns` only where the owner mapped them himself. */
export interface KnowledgeSource {
  readonly file: Blob
  readonly columns?: OwnTable['columns']
}
const mapped = ({ columns }: KnowledgeSource) => columns && { columns: columns.map((field) => field ?? '').join() }
export const previewImport = (scopeId: string, source: KnowledgeSource): Promise<Preview> =>
  send('POST', `${place(scopeId)}/import-previews`, { file: source.file, query: { ...mapped(source) } })
export const applyImport = (
  scopeId: string,
  source: KnowledgeSource,
  workspace: string,
): Promise<{ readonly importId: string; readonly drafts: number }> =>
  send('POST', `${place(scopeId)}/imports`, { file: source.file, query: { workspace, ...mapped(source) } })
export const undoImport = (scopeId: string, importId: string): Promise<{ readonly restored: number }> =>
  post(`${place(scopeId)}/imports/${importId}/undo`)
export const exportAddress = (scopeId: string, format: 'xlsx' | 'csv', language: string): string =>
  `/api/v1${place(scopeId)}/export?format=${format}&language=${language}`

export const listValidities = (shopId: string): Promise<Listed<Validity>> => get('/validities', { shopId })
export const addValidity = (body: {
  readonly name: string
  readonly shopId: string | null
  readonly rule: ValidityRule
}): Promise<unknown> => post('/validities', body)
export const changeValidity = (
  id: string,
  body: { readonly name: string; readonly rule: ValidityRule },
): Promise<unknown> => put(`/validities/${id}`, body)
export const removeValidity = (id: string): Promise<unknown> => remove(`/validities/${id}`)
