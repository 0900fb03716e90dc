import type { z } from 'zod'

/** The object in a model's answer, whatever it wrote around it; null: none, or of another shape. */
export function readJson<Shape extends z.ZodType>(text: string, shape: Shape): z.infer<Shape> | null {
  const from = text.indexOf('{', Math.max(0, text.lastIndexOf('</think>')))
  const to = text.lastIndexOf('}')
  if (from < 0 || to < from) return null
  try {
    return shape.safeParse(JSON.parse(text.slice(from, to + 1))).data ?? null
  } catch {
    return null
  }
}
