import type { Catalogue } from '../catalogue.ts'
import { type Chance, chanceOf } from '../chance.ts'
import type { Address } from '../shapes.ts'

export const BUYER_COUNT = 300

/** Somebody who buys: the same person in every shop he visits. */
export interface Person {
  readonly customerId: string
  readonly name: string
  readonly memberLevel: string
  readonly tags: readonly string[]
  readonly address: Address
  /** Shops where he is known. */
  readonly shopIds: readonly string[]
}

export function makePeople({ people, shops }: Catalogue, seed: string): Person[] {
  return Array.from({ length: BUYER_COUNT }, (_, index) => {
    const chance = chanceOf(`${seed} person ${index}`)
    const city = chance.pick(people.cities)
    const fullName = `${chance.pick(people.surnames)}${chance.pick(people.givenNames)}`
    const nickname = people.nicknames[index]
    const visits = shops.filter(() => chance.happens(0.3)).map((shop) => shop.id)
    const home = chance.pick(shops).id
    return {
      customerId: `buyer${String(index + 1).padStart(3, '0')}`,
      name: nickname ?? (chance.happens(0.5) ? fullName : `${chance.pick(people.nicknames)}${chance.between(2, 99)}`),
      memberLevel: chance.pick(people.memberLevels),
      tags: people.tags.filter(() => chance.happens(0.18)),
      address: {
        name: fullName,
        phone: `1${chance.pick(['38', '39', '50', '58', '77', '86', '87', '91'])}${chance.digits(8)}`,
        province: city.province,
        city: city.city,
        district: chance.pick(city.districts),
        street: streetOf(people.houseForm, chance.pick(city.streets), chance),
      },
      // The first few know every shop: they are the faces of the demo.
      shopIds: index < 12 ? shops.map((shop) => shop.id) : [...new Set([home, ...visits])],
    }
  })
}

const streetOf = (form: string, street: string, chance: Chance): string =>
  form
    .replace('{street}', street)
    .replace('{number}', String(chance.between(1, 688)))
    .replace('{building}', String(chance.between(1, 30)))
    .replace('{unit}', String(chance.between(1, 3)))
    .replace('{room}', `${chance.between(1, 18)}0${chance.between(1, 4)}`)
