import { short } from './watch-page.ts'

const source = { sourceId: 's', version: '1', validTo: null }
const money = { amount: 100, currency: 'CNY' }
const url = 'https://shop.example/x'
const MOST = 400

/** Every kind of content that holds words, with this text in each of its words. */
export const hostileContents = (text: string): readonly unknown[] => [...cards(text), ...words(text)]

function cards(text: string): readonly unknown[] {
  const title = short(text, MOST)
  return [
    { kind: 'product-card', productId: short(text, 100), title, price: money, stock: 1, url, source },
    {
      kind: 'order-card',
      orderId: short(text, 100),
      state: short(text, 90),
      title,
      quantity: 1,
      total: money,
      url,
      source,
    },
    {
      kind: 'parcel',
      orderId: 'o1',
      parcelId: 'w',
      company: title,
      number: title,
      state: 'in-transit',
      latest: { at: 0, text: title },
      source,
    },
    {
      kind: 'coupon',
      couponId: 'c',
      title,
      off: money,
      threshold: null,
      validFrom: 0,
      validTo: null,
      terms: title,
      source,
    },
    { kind: 'red-packet', redPacketId: 'r', title, amount: money, threshold: null, validTo: 4e12, source },
  ]
}

function words(text: string): readonly unknown[] {
  const title = short(text, MOST)
  return [
    { kind: 'text', text },
    { kind: 'mini-program', appId: 'wx1', title, path: title },
    { kind: 'file', url, name: title },
    { kind: 'link', url, title, text: title },
    { kind: 'menu', text, items: [{ token: 't', label: title }] },
    { kind: 'form', formId: 'f', text: title, fields: [{ name: 'n', label: title, required: false }] },
    { kind: 'rating', text: title, scale: 5, token: 't' },
    { kind: 'system', event: 'x', text },
  ]
}
