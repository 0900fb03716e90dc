export interface DocumentTable {
  org_id: string
  document_id: string
  shop_id: string
  title: string
  url: string | null
  version: number
  added_at: number
  checked_at: number
  problem: string | null
  removed_at: number | null
}

export interface DocumentVersionTable {
  org_id: string
  document_id: string
  version: number
  kind: string
  size: number
  digest: string
  made_by: string | null
  made_at: number
}

export interface DocumentChunkTable {
  org_id: string
  document_id: string
  version: number
  chunk: number
  place: string
  text: string
  from_character: number
  to_character: number
}
