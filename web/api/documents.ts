import { get, newKey, post, put, remove, send } from './request.ts'
import type { Listed } from './shapes.ts'

export interface ShopDocument {
  readonly documentId: string
  readonly title: string
  readonly url: string | null
  readonly kind: string
  readonly size: number
  readonly chunks: number
  readonly version: number
  readonly formerVersion: number | null
  readonly checkedAt: string
  readonly problem: string | null
}

export interface DocumentChunk {
  readonly chunk: number
  readonly place: string
  readonly text: string
  readonly from: number
  readonly to: number
}

export interface TakenIn {
  readonly documentId: string
  readonly version: number
  readonly outcome: 'added' | 'changed' | 'unchanged'
}

const place = (shopId: string, documentId?: string): string =>
  `/shops/${shopId}/documents${documentId ? `/${documentId}` : ''}`

export const listDocuments = (shopId: string): Promise<Listed<ShopDocument>> => get(place(shopId))
export const readChunks = (shopId: string, documentId: string, after: number): Promise<Listed<DocumentChunk>> =>
  get(`${place(shopId, documentId)}/chunks`, { after })
export const addDocument = (shopId: string, file: File): Promise<TakenIn> =>
  send('POST', place(shopId), {
    query: { name: file.name },
    // What it is tells the server by its bytes.
    file: new Blob([file], { type: 'application/octet-stream' }),
    key: newKey(),
  })
export const addPage = (shopId: string, url: string): Promise<TakenIn> => post(`${place(shopId)}/pages`, { url })
export const refreshDocument = (
  shopId: string,
  documentId: string,
): Promise<{ readonly outcome: 'changed' | 'unchanged' | 'failed'; readonly problem: string | null }> =>
  post(`${place(shopId, documentId)}/refresh`)
export const quoteVersion = (shopId: string, documentId: string, version: number): Promise<unknown> =>
  put(`${place(shopId, documentId)}/version`, { version })
export const removeDocument = (shopId: string, documentId: string): Promise<unknown> =>
  remove(place(shopId, documentId))
export const restoreDocument = (shopId: string, documentId: string): Promise<unknown> =>
  post(`${place(shopId, documentId)}/restore`)
