export interface BuyerFileTable {
  org_id: string
  file_id: string
  shop_id: string
  channel_id: string
  buyer_ref: string
  media: string
  size: number
  content: Buffer
  at: number
  sent_at: number | null
}
