import type { AnyRecord } from './store/records.ts'

/** Pages and pictures are stored as paths; outside they are whole addresses. */
export function outward(record: AnyRecord, origin: string): unknown {
  switch (record.kind) {
    case 'product': {
      const { shape: _shape, ...document } = record.document
      return { ...document, picture: origin + document.picture, url: origin + document.url }
    }
    case 'order': {
      const { document } = record
      const lines = document.lines.map((line) => ({ ...line, picture: origin + line.picture }))
      return { ...document, lines, url: origin + document.url }
    }
    case 'coupon':
      return { ...record.document, url: origin + record.document.url }
    default:
      return record.document
  }
}
