import type { Address } from '../../shop/index.ts'

const LONG_NUMBER = /\d(?:[ -]?\d){6,}/g

/** `13812345678` → `138****5678`; short ones lose all but the last two. */
export function maskNumber(text: string): string {
  const shown = text.length >= 11 ? { head: 3, tail: 4 } : { head: 0, tail: 2 }
  return (
    text.slice(0, shown.head) + '*'.repeat(Math.max(3, text.length - shown.head - shown.tail)) + text.slice(-shown.tail)
  )
}

const MAIL = /([\w.+-])[\w.+-]*(@[\w-]+(?:\.[\w-]+)+)/g

/** As a buyer types it: numbers, and addresses of mail (`a.b@c.cn` → `a***@c.cn`). */
export const maskContactsIn = (text: string): string => maskNumbersIn(text.replaceAll(MAIL, '$1***$2'))

/** A free text in which people leave phone, identity and card numbers. */
export const maskNumbersIn = (text: string): string => text.replaceAll(LONG_NUMBER, maskNumber)

/** Where it goes stays readable, who and which door does not. */
export const maskAddress = (address: Address): Address => ({
  ...address,
  name: maskName(address.name),
  phone: maskNumber(address.phone),
  street: address.street === '' ? '' : '***',
})

function maskName(name: string): string {
  const [first = '', ...rest] = [...name]
  return first + '*'.repeat(rest.length)
}
