import type { Tx } from '../storage/index.ts'

/** Where an organisation's model is asked: any server that speaks OpenAI's chat and embeddings. */
export interface ModelEndpoint {
  /** Up to and with the version: `https://api.example.com/v1`. */
  readonly baseUrl: string
  /** Empty: none is sent (a model in the house). */
  readonly apiKey: string
  /** Cheapest first: a dearer one is asked only when the one before it had no usable answer. */
  readonly chatModels: readonly string[]
  readonly embeddingModel: string | null
}

export async function findModelEndpoint(tx: Tx, orgId: string): Promise<ModelEndpoint | null> {
  const row = await tx
    .selectFrom('model_endpoint')
    .select(['base_url as baseUrl', 'api_key as apiKey', 'chat_models as chatModels'])
    .select('embedding_model as embeddingModel')
    .where('org_id', '=', orgId)
    .executeTakeFirst()
  return row ?? null
}

/** `apiKey` absent: the one before stays, unless the address changes: a key must not wander to another host. */
export async function saveModelEndpoint(
  tx: Tx,
  { orgId, at }: { readonly orgId: string; readonly at: number },
  endpoint: Omit<ModelEndpoint, 'apiKey'> & { readonly apiKey?: string | undefined },
): Promise<ModelEndpoint> {
  const before = await findModelEndpoint(tx, orgId)
  const kept = before && originOf(before.baseUrl) === originOf(endpoint.baseUrl) ? before.apiKey : ''
  const apiKey = endpoint.apiKey ?? kept
  const row = {
    base_url: endpoint.baseUrl,
    api_key: apiKey,
    chat_models: [...endpoint.chatModels],
    embedding_model: endpoint.embeddingModel,
    changed_at: at,
  }
  await tx
    .insertInto('model_endpoint')
    .values({ org_id: orgId, ...row })
    .onConflict((conflict) => conflict.column('org_id').doUpdateSet(row))
    .execute()
  return { ...endpoint, apiKey }
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url)

export async function removeModelEndpoint(tx: Tx, orgId: string): Promise<boolean> {
  const gone = await tx.deleteFrom('model_endpoint').where('org_id', '=', orgId).executeTakeFirst()
  return Number(gone.numDeletedRows) > 0
}
