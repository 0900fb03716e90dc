import { assertNever } from '../kernel/assert-never.ts'
import { notFound, XiaoerError } from '../kernel/errors.ts'
import type { Tx } from '../storage/index.ts'
import { canonicalEntry } from './canonical-entry.ts'
import type { Entry } from './entry.ts'
import { lockScope } from './knowledge-entry.store.ts'
import type { Seen } from './own-knowledge.ts'
import type { Scope } from './scope.ts'
import { readWorkspace, type Standing } from './workspace.store.ts'
import { applyChange, undoChange } from './workspace-change.store.ts'

export type ManyAct =
  | { readonly kind: 'remove' }
  | { readonly kind: 'discard' }
  | { readonly kind: 'switch-on' }
  | { readonly kind: 'switch-off' }
  | { readonly kind: 'move'; readonly topic: string }

interface ManyChange {
  readonly act: ManyAct
  readonly entries: readonly { readonly entryId: string; readonly seen: Seen }[]
  readonly by: string
  readonly at: number
}

/**
 * One act on many entries, as drafts, all or nothing. `changed` counts those for which it made a difference; the id undoes
 * it. 409 `conflict` when one of them changed since it was seen.
 */
export async function changeMany(
  tx: Tx,
  scope: Scope,
  { act, entries, by, at }: ManyChange,
): Promise<{ changeId: string; changed: number }> {
  await lockScope(tx, scope)
  const workspace = await readWorkspace(tx, scope)
  const asked = new Map(entries.map((one) => [one.entryId, one]))
  const steps = [...asked.values()].map(({ entryId, seen }) => {
    const standing = workspace.get(entryId)
    if (!standing) throw notFound()
    requireSeen(standing, seen)
    return { entryId, step: stepOf(act, standing) }
  })
  const written = steps.flatMap(({ entryId, step }) =>
    step.kind === 'write' ? [{ entryId, entry: step.entry && canonicalEntry(step.entry) }] : [],
  )
  const dropped = steps.flatMap(({ entryId, step }) => (step.kind === 'drop' ? [entryId] : []))
  const changeId = await applyChange(tx, scope, { kind: 'knowledge-bulk', workspace, written, dropped, by, at })
  return { changeId, changed: written.length + dropped.length }
}

export const undoMany = (tx: Tx, scope: Scope, changeId: string): Promise<{ restored: number }> =>
  undoChange(tx, scope, { kind: 'knowledge-bulk', changeId })

type Step =
  | { readonly kind: 'write'; readonly entry: Entry | null }
  | { readonly kind: 'drop' }
  | { readonly kind: 'leave' }

const LEAVE: Step = { kind: 'leave' }

function stepOf(act: ManyAct, { entry, since, draft }: Standing): Step {
  switch (act.kind) {
    case 'remove':
      if (since === null) return { kind: 'drop' }
      return entry === null ? LEAVE : { kind: 'write', entry: null }
    case 'discard':
      return draft ? { kind: 'drop' } : LEAVE
    case 'switch-on':
      return entry?.off ? { kind: 'write', entry: withoutOff(entry) } : LEAVE
    case 'switch-off':
      return entry === null || entry.off ? LEAVE : { kind: 'write', entry: { ...entry, off: true } }
    case 'move':
      if (entry === null || entry.topic === act.topic) return LEAVE
      return { kind: 'write', entry: { ...entry, topic: act.topic } }
    default:
      return assertNever(act)
  }
}

function withoutOff({ off: _off, ...rest }: Entry): Entry {
  return rest
}

function requireSeen({ since, draft }: Standing, seen: Seen): void {
  if ((draft?.changedAt ?? null) === seen.changedAt && since === seen.baseRelease) return
  const message = `Changed by ${draft?.changedBy ?? 'a release'} since you opened it.`
  throw new XiaoerError({ code: 'conflict', field: 'seen', message })
}
