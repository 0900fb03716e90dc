import { z } from 'zod'

export const manifest = z.object({
  format: z.literal(1),
  product: z.literal('xiaoer'),
  writtenAt: z.iso.datetime(),
  /** The version of the database and the checksum of each of its migrations. */
  migrations: z.array(z.object({ number: z.int(), name: z.string(), checksum: z.string() })).min(1),
  server: z.string(),
  tables: z.array(
    z.object({
      name: z.string(),
      file: z.string().regex(/^[a-z0-9_]+\.copy\.gz$/),
      columns: z.array(z.string()),
      rows: z.int(),
      /** Of the rows in COPY's text format, before compression. */
      sha256: z.string(),
    }),
  ),
})

export type Manifest = z.infer<typeof manifest>
export type TableRecord = Manifest['tables'][number]
