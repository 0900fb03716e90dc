import type { Asking } from '../dialogue/index.ts'
import { failed, type Result } from '../kernel/result.ts'
import { budgeted } from './budgeted.ts'
import { callChat, type CallProblem, type Said } from './call-endpoint.ts'
import type { ModelEndpoint } from './endpoint.store.ts'
import type { ModelDeps, Place } from './model-deps.ts'
import type { Task } from './tasks/task.ts'

export interface Answered<Value> {
  readonly value: Value
  /** The model that said it. */
  readonly by: string
}

/** Less than this is not worth a call. */
const SHORTEST_MS = 50
/** A call is given up so long before whoever asked is. */
const BEFORE_MS = 25
/** Roles, marks and the like that an endpoint adds. */
const AROUND = 64

/** Cheapest model first; a dearer one only when the one before had nothing usable, while time and budget last. */
export async function askChat<Value>(
  task: Task<Value>,
  { asking, endpoint, late }: Place,
  deps: ModelDeps,
): Promise<Answered<Value> | null> {
  for (const model of endpoint.chatModels) {
    if (late.aborted) return null
    const outcome = await tryModel(task, { asking, endpoint, model }, deps)
    if (!outcome.ok) continue
    const value = task.read(outcome.value.value)
    if (value === 'none') return null
    if (value !== null) return { value, by: model }
  }
  return null
}

interface Trying {
  readonly asking: Asking
  readonly endpoint: ModelEndpoint
  readonly model: string
}

async function tryModel(
  chat: Task<unknown>,
  { asking, endpoint, model }: Trying,
  deps: ModelDeps,
): Promise<Result<Said<string>, CallProblem | 'spent' | 'resting' | 'late'>> {
  const name = `${asking.orgId} ${endpoint.baseUrl} ${model}`
  // A token is at least one byte.
  const most = Buffer.byteLength(chat.system) + Buffer.byteLength(chat.material) + chat.maxTokens + AROUND
  return guarded(
    name,
    { asking, most, call: (timeoutMs) => callChat(deps.egress, { endpoint, model, timeoutMs }, chat) },
    deps,
  )
}

interface Guarding<Value> {
  readonly asking: Asking
  readonly most: number
  call(timeoutMs: number): Promise<Result<Said<Value>, CallProblem>>
}

/** Breaker, deadline and budget around one call. */
export async function guarded<Value>(
  name: string,
  { asking, most, call }: Guarding<Value>,
  { breaker, clock, database }: ModelDeps,
): Promise<Result<Said<Value>, CallProblem | 'spent' | 'resting' | 'late'>> {
  if (asking.deadlineAt - clock.now() < SHORTEST_MS) return failed('late')
  if (!breaker.mayCall(name)) return failed('resting')
  const timed = async () => {
    const outcome = await call(Math.max(1, asking.deadlineAt - clock.now() - BEFORE_MS))
    // At once: the next turn must know it.
    if (outcome.ok) breaker.succeeded(name)
    else breaker.failed(name)
    return outcome
  }
  return budgeted(timed, most, { asking, database, clock })
}
