export interface Rotation {
  /** `hashText` of the variants this buyer was told, the oldest first. */
  readonly alreadyUsed: readonly string[]
  /** Any number that differs between buyers: two buyers need not hear the same first variant. */
  readonly seed: number
}

/** A variant that the buyer has not heard yet; when all were heard, the one heard longest ago. Undefined = none given. */
export function chooseVariant(variants: readonly string[], rotation: Rotation): string | undefined {
  const heardAt = (text: string) => rotation.alreadyUsed.lastIndexOf(hashText(text))
  const unheard = variants.filter((text) => heardAt(text) < 0)
  if (unheard.length > 0) return unheard[Math.abs(Math.trunc(rotation.seed)) % unheard.length]
  return variants.toSorted((a, b) => heardAt(a) - heardAt(b))[0]
}

/** FNV-1a of the text as written (variables not filled), base 36: short enough to keep in memory per buyer. */
export function hashText(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
