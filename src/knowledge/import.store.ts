import { XiaoerError } from '../kernel/errors.ts'
import type { Tx } from '../storage/index.ts'
import { digest } from './digest.ts'
import type { Entry } from './entry.ts'
import { lockScope } from './knowledge-entry.store.ts'
import { titleOf } from './own-knowledge.ts'
import type { Scope } from './scope.ts'
import { readWorkspace, type Standing } from './workspace.store.ts'
import { applyChange, undoChange } from './workspace-change.store.ts'

export interface ImportedEntry {
  readonly entry: Entry
  /** Of the file. */
  readonly row: number
}

export interface PreviewedEntry {
  readonly entryId: string
  readonly row: number
  readonly title: string
  /** The first wording of the first answer, shortened. */
  readonly answer: string
  readonly state: 'new' | 'changed' | 'unchanged'
}

export interface ImportPreview {
  readonly entries: readonly PreviewedEntry[]
  /** Of the workspace that was compared with: applying names it, and is refused when somebody changed it since. */
  readonly workspace: string
}

/** What applying would do; writes nothing. */
export async function previewImport(tx: Tx, scope: Scope, imported: readonly ImportedEntry[]): Promise<ImportPreview> {
  const workspace = await readWorkspace(tx, scope)
  return { entries: imported.map((one) => previewOne(one, workspace)), workspace: digestOf(workspace) }
}

interface ImportRequest {
  readonly imported: readonly ImportedEntry[]
  /** Of the preview; absent = applied to whatever stands now. */
  readonly workspace?: string | undefined
  readonly by: string
  readonly at: number
}

/** Drafts for all that is new or changed, in one go. 409 when the workspace is not the one that was previewed. */
export async function applyImport(
  tx: Tx,
  scope: Scope,
  request: ImportRequest,
): Promise<{ importId: string; drafts: number }> {
  await lockScope(tx, scope)
  const workspace = await readWorkspace(tx, scope)
  if (request.workspace !== undefined && digestOf(workspace) !== request.workspace)
    throw new XiaoerError({
      code: 'conflict',
      field: 'workspace',
      message: 'Somebody changed this knowledge since the preview.',
    })
  const chosen = request.imported.filter((one) => previewOne(one, workspace).state !== 'unchanged')
  const written = chosen.map(({ entry }) => ({ entryId: entry.entryId, entry }))
  const { by, at } = request
  const importId = await applyChange(tx, scope, { kind: 'knowledge-import', workspace, written, dropped: [], by, at })
  return { importId, drafts: chosen.length }
}

/** Puts back the drafts that an import replaced. 409 when one of them was changed or published since. */
export const undoImport = (tx: Tx, scope: Scope, importId: string): Promise<{ restored: number }> =>
  undoChange(tx, scope, { kind: 'knowledge-import', changeId: importId })

const digestOf = (workspace: ReadonlyMap<string, Standing>): string =>
  digest([...workspace].map(([id, { since, draft }]) => [id, since, draft?.changedAt ?? null]).sort())

function previewOne({ entry, row }: ImportedEntry, workspace: ReadonlyMap<string, Standing>): PreviewedEntry {
  const standing = workspace.get(entry.entryId)?.entry
  const state = !standing ? 'new' : digest(standing) === digest(entry) ? 'unchanged' : 'changed'
  return { entryId: entry.entryId, row, title: titleOf(entry), answer: answerOf(entry), state }
}

const SHOWN_ANSWER = 200
const answerOf = ({ answers }: Entry): string => [...(answers[0]?.texts[0] ?? '')].slice(0, SHOWN_ANSWER).join('')
