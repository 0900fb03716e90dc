import { z } from 'zod'
import { XiaoerError } from '../kernel/errors.ts'

/** An id of the shop's own system: as it was given, but storable and of a length that ids have. */
export const externalId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\0-\x1f\x7f]+$/)
/** An id as shop systems write them: one word. */
export const plainId = externalId.regex(/^[^\s'"\\]+$/)

/** Epoch ms → ISO 8601 UTC is done by the views; this is what the document says of it. */
export const instantOut = z.iso.datetime()

/** A whole number in a query string. */
export const queryInt = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, 'Give a whole number.')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .meta({ api: { type: 'integer', minimum: min, maximum: max } })

/** `true` or `false` in a query string. */
export const queryFlag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .meta({ api: { type: 'boolean' } })

/** An instant in a query string: ISO 8601 with its zone → epoch ms. */
export const queryInstant = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .meta({ api: { type: 'string', format: 'date-time' } })

export const MAX_LIMIT = 200

/** Spread it into a list's query object. */
export const paging = {
  limit: queryInt(1, MAX_LIMIT).default(50),
  cursor: z.string().max(600).optional(),
}

/** `next` is the cursor of the page that follows, null on the last. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() })

/** Opaque to callers: what the next page starts after. */
export const writeCursor = (after: unknown): string => Buffer.from(JSON.stringify(after)).toString('base64url')

/** Throws `invalid-field` for a cursor that we did not write. */
export function readCursor<Value>(schema: z.ZodType<Value>, cursor: string | undefined): Value | undefined {
  if (cursor === undefined) return undefined
  const read = schema.safeParse(unpack(cursor))
  if (!read.success)
    throw new XiaoerError({ code: 'invalid-field', field: 'cursor', message: 'This cursor is not ours.' })
  return read.data
}

function unpack(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

interface Listed<Item, View> {
  /** Read with `limit + 1`: one more than is shown says that there is a next page. */
  readonly rows: readonly Item[]
  readonly limit: number
  show(row: Item): View
  after(row: Item): unknown
}

export function showPage<Item, View>({ rows, limit, show, after }: Listed<Item, View>) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last !== undefined ? writeCursor(after(last)) : null
  return { items: shown.map(show), next }
}
