import type { Act } from '../dialogue/index.ts'
import { resolveVariable } from './resolve-variable.ts'
import { setScene } from './scene.ts'
import { type Occasion, offerPerson } from './speak-entry.ts'
import { say } from './speech.ts'
import { type Spoken, spoken, textContent } from './spoken.ts'

/** A property of the product, read from its record; when the record is silent, so are we, and a person is offered. */
export function speakAttribute(act: Extract<Act, { kind: 'attribute' }>, { context, seen }: Occasion): Spoken {
  const scene = setScene(context, act.bound, {
    language: seen.language,
    attributeId: act.attributeId,
    measures: [],
    cart: null,
  })
  const found = resolveVariable('product.attribute', scene)
  const variables = new Map([
    ['product.title', scene.product?.title ?? ''],
    ['attribute.title', context.knowledge.attribute(act.attributeId)?.title ?? act.attributeId],
  ])
  if (!found?.source) {
    return spoken({
      contents: [textContent(say('product.attribute.unknown', scene, { variables })), offerPerson(scene)],
    })
  }
  variables.set('product.attribute', found.value)
  const quoted = [{ variable: 'product.attribute', value: found.value, ...found.source }]
  return spoken({
    contents: [textContent(say('product.attribute', scene, { variables, seed: context.now }), quoted)],
    quoted,
    isSubstance: true,
  })
}
