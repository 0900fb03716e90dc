import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { DOCUMENT_KINDS, type StandingDocument } from '../../knowledge/index.ts'
import { instantOut } from '../fields.ts'

export const documentView = z.strictObject({
  documentId: z.string(),
  title: z.string(),
  /** Null: it came as a file. */
  url: z.string().nullable(),
  kind: z.enum(DOCUMENT_KINDS),
  size: z.int(),
  chunks: z.int(),
  version: z.int(),
  /** The version that can be gone back to. */
  formerVersion: z.int().nullable(),
  addedAt: instantOut,
  checkedAt: instantOut,
  /** Why the page could not be read the last time. */
  problem: z.string().nullable(),
})

export const chunkView = z.strictObject({
  chunk: z.int(),
  /** Headings above it: "Returns › Exceptions". */
  place: z.string(),
  text: z.string(),
  /** Characters of the document's text. */
  from: z.int(),
  to: z.int(),
})

export const showDocument = ({ digest: _, addedAt, checkedAt, ...rest }: StandingDocument) => ({
  ...rest,
  addedAt: toIso(addedAt),
  checkedAt: toIso(checkedAt),
})
