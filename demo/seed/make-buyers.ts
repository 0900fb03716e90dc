import { DAY_MS } from '../clock.ts'
import type { Course } from '../life/advance.ts'
import { type Buyer, fen } from '../shapes.ts'
import { countsAsBought } from './make-orders.ts'
import type { Person } from './make-people.ts'

/** What one shop knows of its customers. */
export function makeBuyers(
  shopId: string,
  people: readonly Person[],
  { courses, now }: { courses: readonly Course[]; now: number },
): Buyer[] {
  return people
    .filter((person) => person.shopIds.includes(shopId))
    .map((person) => {
      const orders = courses.map((course) => course.order).filter((order) => order.customerId === person.customerId)
      const bought = orders.filter(countsAsBought)
      return {
        customerId: person.customerId,
        name: person.name,
        memberLevel: person.memberLevel,
        tags: [...person.tags],
        orderCount: bought.length,
        spent: fen(bought.reduce((sum, order) => sum + order.total.amount, 0)),
        updatedAt: Math.max(now - 60 * DAY_MS, ...orders.map((order) => order.placedAt)),
      }
    })
}
