import { chanceOf } from '../chance.ts'
import type { Product } from '../shapes.ts'
import { SHAPES } from './shapes.ts'

/** A drawing of a product: the shop's colours, a soft ground, and the outline of its kind. The same product, the same picture. */
export function drawPicture(product: Product, colours: readonly string[]): string {
  const chance = chanceOf(`picture ${product.productId}`)
  const colour = chance.pick(colours)
  const hue = chance.between(0, 359)
  const outline = SHAPES[product.shape] ?? SHAPES.box ?? ''
  const bubbles = Array.from({ length: 3 }, () => {
    const [x, y, size] = [chance.between(20, 340), chance.between(20, 340), chance.between(24, 70)]
    return `<circle cx="${x}" cy="${y}" r="${size}" fill="#fff" opacity="0.28"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 360" width="720" height="720" role="img">
<defs><linearGradient id="ground" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 60% 95%)"/><stop offset="1" stop-color="hsl(${(hue + 40) % 360} 45% 86%)"/></linearGradient>
<linearGradient id="cloth" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${colour}"/><stop offset="1" stop-color="${colour}" stop-opacity="0.78"/></linearGradient></defs>
<rect width="360" height="360" fill="url(#ground)"/>${bubbles.join('')}
<ellipse cx="180" cy="312" rx="104" ry="12" fill="#000" opacity="0.08"/>
<g fill="url(#cloth)" stroke="#3a3a3a" stroke-opacity="0.35" stroke-width="3" stroke-linejoin="round" stroke-linecap="round">${outline}</g></svg>`
}
