import { z } from 'zod'

export type JsonSchema = Readonly<Record<string, unknown>>

const stated = z.object({ api: z.record(z.string(), z.unknown()) })

/**
 * zod → JSON Schema 2020-12, the dialect of OpenAPI 3.1. A schema that reads text and gives something else says with
 * `.meta({ api: {...} })` what the outside should see.
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...written } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const meta = stated.safeParse(jsonSchema)
      if (!meta.success) return
      const isDefault = 'default' in jsonSchema
      const kept = isDefault ? { default: jsonSchema.default } : {}
      for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key)
      Object.assign(jsonSchema, meta.data.api, kept)
    },
  })
  return written
}
