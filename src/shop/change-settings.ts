import { z } from 'zod'
import { XiaoerError } from '../kernel/errors.ts'
import { policies, type ShopSettings, shopSettings } from './shop-settings.ts'

/** A change of settings: a key with a value sets it, `null` takes it back (it is inherited again), absent leaves it. */
export type SettingsPatch = z.infer<typeof settingsPatch>
export const settingsPatch = z
  .strictObject({
    ...nullable(shopSettings.shape),
    policies: z.strictObject(nullable(policies.shape)).nullable().optional(),
  })
  .describe('null = inherit again')

/** Throws `invalid-field` with the path of the first key that is not valid. */
export function applyPatch(current: ShopSettings, change: unknown): ShopSettings {
  const patch = parsed(settingsPatch, change)
  const rules = patch.policies === null ? {} : { ...current.policies, ...patch.policies }
  const merged = { ...current, ...patch, policies: dropNulls(rules) }
  return parsed(shopSettings, dropNulls(merged))
}

function nullable<Shape extends z.ZodRawShape>(
  shape: Shape,
): { [Key in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Key]>> }
function nullable(shape: z.ZodRawShape): z.ZodRawShape {
  return Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, z.optional(z.nullable(field))]))
}

const dropNulls = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, said]) => said !== null && said !== undefined))

function parsed<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const field = [...(issue?.path ?? []), ...(unknownKey ? [unknownKey] : [])].join('.') || 'settings'
  throw new XiaoerError({
    code: 'invalid-field',
    field,
    message: unknownKey ? 'There is no such setting.' : (issue?.message ?? 'Not valid.'),
  })
}
