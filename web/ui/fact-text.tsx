import { ProductName } from './product-name.tsx'
import { type Fact, useSayFact } from './use-say-fact.ts'

/** One remembered thing in words. */
export function FactText({ shopId, fact }: { readonly shopId: string; readonly fact: Fact }) {
  const { text, productId } = useSayFact()(fact)
  return productId === undefined ? <>{text}</> : <ProductName shopId={shopId} productId={productId} />
}
