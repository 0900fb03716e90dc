import type { z } from 'zod'
import { HttpProblem } from './problem.ts'

/** A 400 that names the first field that is wrong. */
export function parse<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const field = issue?.path.join('.')
  throw new HttpProblem({
    status: 400,
    code: 'invalid-field',
    message: issue?.message ?? 'not valid',
    ...(field && { field }),
  })
}
