import type { Egress } from '../egress/index.ts'
import { type CallProblem, callChat, callEmbeddings } from './call-endpoint.ts'
import type { ModelEndpoint } from './endpoint.store.ts'

export interface Probed {
  readonly model: string
  readonly kind: 'chat' | 'embedding'
  readonly problem: CallProblem | null
}

const LONGEST_MS = 8000
const CHAT = { system: 'Answer with exactly {"ok": true}.', material: '{}', maxTokens: 20 }

/** Asks every model of an endpoint once, at a person's request; no shop's budget pays for it. */
export async function probeEndpoint(
  endpoint: ModelEndpoint,
  egress: Pick<Egress, 'request'>,
): Promise<readonly Probed[]> {
  const probe = async (model: string, kind: Probed['kind']): Promise<Probed> => {
    const call = { endpoint, model, timeoutMs: LONGEST_MS }
    const outcome = await (kind === 'chat' ? callChat(egress, call, CHAT) : callEmbeddings(egress, call, ['ok']))
    return { model, kind, problem: outcome.ok ? null : outcome.problem }
  }
  const { chatModels, embeddingModel } = endpoint
  return Promise.all([
    ...chatModels.map((model) => probe(model, 'chat')),
    ...(embeddingModel === null ? [] : [probe(embeddingModel, 'embedding')]),
  ])
}
