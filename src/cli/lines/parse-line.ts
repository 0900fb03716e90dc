import { z } from 'zod'
import { ERRORS, type ErrorCode, XiaoerError } from '../../kernel/errors.ts'
import type { Line } from './read-lines.ts'

export interface LineProblem {
  readonly code: ErrorCode
  readonly message: string
  readonly field?: string
}

export type ParsedLine<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly id: Readonly<Record<string, unknown>>; readonly error: LineProblem }

/** Epoch milliseconds or ISO 8601 with its offset. */
export const instant = z.union(
  [z.int().min(0).max(8_640_000_000_000_000), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))],
  'a time: epoch milliseconds or ISO 8601 with an offset',
)

/** Reads one line of JSON. What names the line in an answer (`idKeys`) is given back even when the rest is wrong. */
export function parseLine<Value>(line: Line, schema: z.ZodType<Value>, idKeys: readonly string[]): ParsedLine<Value> {
  const raw = readJson(line.text)
  const fields = z.record(z.string(), z.unknown()).safeParse(raw)
  if (!fields.success) {
    const error = { code: 'bad-request', message: 'The line is not a JSON object.' } as const
    return { ok: false, id: { line: line.number }, error }
  }
  const parsed = schema.safeParse(raw)
  if (parsed.success) return { ok: true, value: parsed.data }
  return { ok: false, id: namesOf(fields.data, { idKeys, line }), error: problemOf(parsed.error) }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function namesOf(
  fields: Readonly<Record<string, unknown>>,
  { idKeys, line }: { idKeys: readonly string[]; line: Line },
) {
  const isName = (value: unknown) => typeof value === 'string' || typeof value === 'number'
  const known = idKeys.filter((key) => isName(fields[key]))
  const names = Object.fromEntries(known.map((key) => [key, fields[key]]))
  return known.length === idKeys.length ? names : { ...names, line: line.number }
}

function problemOf(error: z.ZodError): LineProblem {
  const [issue] = error.issues
  const field = issue?.path.join('.') ?? ''
  return { code: 'invalid-field', message: issue?.message ?? ERRORS['invalid-field'].text, field }
}

/** A failure of the path as an error line; whatever it was, the other lines go on. */
export function failureOf(error: unknown): LineProblem {
  if (!(error instanceof XiaoerError)) return { code: 'internal', message: ERRORS.internal.text }
  return { code: error.code, message: error.message, ...(error.field === undefined ? {} : { field: error.field }) }
}
