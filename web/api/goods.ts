import { get, send } from './request.ts'
import type { Buyer, Listed, Order, Page, Parcel, Product, Progress, Refund } from './shapes.ts'

const place = (shopId: string): string => `/shops/${shopId}`

export interface ProductFilter {
  readonly onShelf?: string | undefined
  readonly category?: string | undefined
  readonly cursor?: string | undefined
  readonly limit?: number
}
export interface OrderFilter {
  readonly state?: string | undefined
  readonly customerId?: string | undefined
  readonly cursor?: string | undefined
}

export const listProducts = (shopId: string, filter: ProductFilter): Promise<Page<Product>> =>
  get(`${place(shopId)}/products`, { limit: 100, ...filter })
export const readProduct = (shopId: string, id: string): Promise<Product> =>
  get(`${place(shopId)}/products/${encodeURIComponent(id)}`)
export const listOrders = (shopId: string, filter: OrderFilter): Promise<Page<Order>> =>
  get(`${place(shopId)}/orders`, { limit: 50, ...filter })
export const readOrder = (shopId: string, id: string): Promise<Order> =>
  get(`${place(shopId)}/orders/${encodeURIComponent(id)}`)
export const readOrderUnmasked = (shopId: string, id: string): Promise<Order> =>
  get(`${place(shopId)}/orders/${encodeURIComponent(id)}/unmasked`)
export const listParcels = (shopId: string, orderId: string): Promise<Page<Parcel>> =>
  get(`${place(shopId)}/parcels`, { orderId })
export const listRefunds = (shopId: string, orderId: string): Promise<Page<Refund>> =>
  get(`${place(shopId)}/refunds`, { orderId })
export const listBuyers = (shopId: string): Promise<Page<Buyer>> => get(`${place(shopId)}/buyers`, { limit: 200 })
export const readMirror = (shopId: string): Promise<Listed<Progress>> => get(`${place(shopId)}/mirror`)

export interface GoodsPreview {
  readonly read: { readonly product: number }
  readonly problems: readonly {
    readonly row: number | null
    readonly column: string | null
    readonly code: string
    readonly message: string
  }[]
  readonly problemCount: number
  readonly ignored: readonly string[]
}
export const previewGoods = (shopId: string, file: Blob): Promise<GoodsPreview> =>
  send('POST', `${place(shopId)}/import-previews`, { file })
export const importGoods = (shopId: string, file: Blob): Promise<{ readonly changed: number }> =>
  send('POST', `${place(shopId)}/imports`, { file, query: { backfill: true } })
export const goodsTemplateAddress = (shopId: string, format: 'xlsx' | 'csv', language: string): string =>
  `/api/v1${place(shopId)}/import-template?format=${format}&language=${language}`
