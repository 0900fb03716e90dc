export interface ModelEndpointTable {
  org_id: string
  base_url: string
  api_key: string
  chat_models: string[]
  embedding_model: string | null
  changed_at: number
}

export interface ModelSpendTable {
  org_id: string
  shop_id: string
  day: number
  tokens: number
  calls: number
}
