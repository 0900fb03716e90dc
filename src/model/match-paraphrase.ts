import { type Answered, guarded } from './ask-chat.ts'
import { callEmbeddings } from './call-endpoint.ts'
import { maskPersonal } from './checks/mask-personal.ts'
import type { ModelDeps, Place } from './model-deps.ts'
import type { PickWish } from './tasks/pick.ts'

const PHRASINGS = 4
/** As near as two ways to say the same, and clearly nearer than the next meaning. */
const NEAR = 0.8
const APART = 0.05
const AROUND = 64

/** Which of the likeliest meanings says the same, by the nearest of its phrasings. Null: none, or two that are close. */
export async function matchParaphrase(
  { question, candidates }: PickWish,
  { asking, endpoint }: Place,
  deps: ModelDeps,
): Promise<Answered<string> | null> {
  const model = endpoint.embeddingModel
  if (model === null) return null
  const owned = candidates.flatMap(({ entryId, phrasings }) =>
    phrasings.slice(0, PHRASINGS).map((text) => ({ entryId, text })),
  )
  const texts = [question, ...owned.map(({ text }) => text)].map(maskPersonal)
  const most = Buffer.byteLength(texts.join('')) + AROUND
  const name = `${asking.orgId} ${endpoint.baseUrl} ${model}`
  const call = (timeoutMs: number) => callEmbeddings(deps.egress, { endpoint, model, timeoutMs }, texts)
  const outcome = await guarded(name, { asking, most, call }, deps)
  if (!outcome.ok) return null
  const [asked = [], ...others] = outcome.value.value
  const near = new Map<string, number>()
  for (const [place, { entryId }] of owned.entries()) {
    near.set(entryId, Math.max(near.get(entryId) ?? -1, cosine(asked, others[place] ?? [])))
  }
  const [best, next] = [...near].toSorted(([, a], [, b]) => b - a)
  const isClear = best !== undefined && best[1] >= NEAR && best[1] - (next?.[1] ?? 0) >= APART
  return isClear ? { value: best[0], by: model } : null
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let [dot, lengthA, lengthB] = [0, 0, 0]
  for (const [place, value] of a.entries()) {
    const other = b[place] ?? 0
    dot += value * other
    lengthA += value * value
    lengthB += other * other
  }
  return lengthA === 0 || lengthB === 0 ? 0 : dot / Math.sqrt(lengthA * lengthB)
}
