import type { ColumnType } from 'kysely'

/** jsonb comes out as `unknown` (parse it with its schema) and goes in as text (`JSON.stringify`): nobody stores an object by accident. */
export type JsonColumn = ColumnType<unknown, string, string>
export type DefaultJsonColumn = ColumnType<unknown, string | undefined, string>
export type NullableJsonColumn = ColumnType<unknown, string | null | undefined, string | null>
