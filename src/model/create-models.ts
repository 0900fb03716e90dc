import type { Advice, Advisor, Asking, Wish } from '../dialogue/index.ts'
import type { Egress } from '../egress/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Database } from '../storage/index.ts'
import { askChat } from './ask-chat.ts'
import { createBreaker } from './breaker.ts'
import { isInstruction } from './checks/is-instruction.ts'
import { findModelEndpoint } from './endpoint.store.ts'
import { matchParaphrase } from './match-paraphrase.ts'
import type { ModelDeps, Place } from './model-deps.ts'
import { groundTask } from './tasks/ground.ts'
import { type PickWish, pickTask } from './tasks/pick.ts'
import { rewriteTask } from './tasks/rewrite.ts'
import { splitTask } from './tasks/split.ts'
import { type Suggesting, suggestTask } from './tasks/suggest.ts'

export interface Models extends Advisor {
  /** Other phrasings for a question, for a person to take or leave; empty where no model has any. Never rejects. */
  suggest(suggesting: Suggesting, asking: Asking): Promise<readonly string[]>
}

export interface ModelsOptions {
  readonly database: Database
  readonly egress: Pick<Egress, 'request'>
  readonly clock: Clock
  readonly onError: (error: unknown, where?: string) => void
}

/** The models of all organisations behind one port: what is configured, may be spent, answers in time and stands the checks. */
export function createModels(options: ModelsOptions): Models {
  const deps: ModelDeps = { ...options, breaker: createBreaker(options.clock) }
  const within = <Value>(asking: Asking, work: (place: Place) => Promise<Value | null>): Promise<Value | null> => {
    const { orgId, deadlineAt } = asking
    const late = AbortSignal.timeout(Math.max(0, deadlineAt - deps.clock.now()))
    const asked = async () => {
      const endpoint = await deps.database.within([orgId], (tx) => findModelEndpoint(tx, orgId))
      return endpoint && !late.aborted ? work({ asking, endpoint, late }) : null
    }
    const answered = asked().catch((error: unknown) => {
      options.onError(error, 'model')
      return null
    })
    return inTime(answered, late)
  }
  return {
    advise: (wish, asking) => within(asking, (place) => adviceFor(wish, place, deps)),
    async suggest(suggesting, asking) {
      if (!asking.tasks.includes('suggest')) return []
      return (await within(asking, (place) => askChat(suggestTask(suggesting), place, deps)))?.value ?? []
    },
  }
}

/** Whatever hangs (a name that does not resolve, a database under load), the buyer is not kept. */
const inTime = <Value>(work: Promise<Value | null>, late: AbortSignal): Promise<Value | null> =>
  new Promise((resolve) => {
    if (late.aborted) resolve(null)
    late.addEventListener('abort', () => resolve(null), { once: true })
    // `work` never rejects.
    void work.then(resolve)
  })

async function adviceFor(wish: Wish, place: Place, deps: ModelDeps): Promise<Advice | null> {
  const { tasks } = place.asking
  switch (wish.kind) {
    case 'pick':
      return pick(wish, place, deps)
    case 'rewrite': {
      const said = tasks.includes('rewrite') ? await askChat(rewriteTask(wish), place, deps) : null
      return said && { kind: 'read', texts: said.value, by: said.by }
    }
    case 'split': {
      const said = tasks.includes('split') ? await askChat(splitTask(wish), place, deps) : null
      return said && { kind: 'read', texts: said.value, by: said.by }
    }
    case 'ground': {
      const passages = wish.passages.filter(({ text }) => !isInstruction(text))
      if (!tasks.includes('ground') || passages.length === 0) return null
      const said = await askChat(groundTask({ ...wish, passages }), place, deps)
      return said && { kind: 'ground', sentences: said.value, by: said.by }
    }
  }
}

/** Vectors are cheaper than words: they are asked first. */
async function pick(wish: PickWish, place: Place, deps: ModelDeps): Promise<Advice | null> {
  const { tasks } = place.asking
  const said =
    (tasks.includes('paraphrase') ? await matchParaphrase(wish, place, deps) : null) ??
    (tasks.includes('rerank') ? await askChat(pickTask(wish), place, deps) : null)
  return said && { kind: 'pick', entryId: said.value, by: said.by }
}
