import { dress } from './dress.ts'
import css from './late.css?inline'

/** What coupons, red packets, forms, ratings and QR codes look like: most talks have none of them. */
export const dressLate = (place: HTMLElement): void => dress(place.getRootNode(), css)
