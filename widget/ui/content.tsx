import { withExtras } from '../with-extras.ts'
import { type Fields, textOf } from '../talk/shapes.ts'
import { OrderCard, ParcelCard, ProductCard } from './content-cards.tsx'
import { Form, Menu, Rating } from './content-choices.tsx'
import { CouponCard, RedPacket } from './content-gifts.tsx'
import { FileCard, LinkCard, MiniProgram } from './content-links.tsx'
import { Film, Picture, Words } from './content-texts.tsx'
import type { Room } from './room.ts'

export interface ContentProps {
  readonly content: Fields
  readonly room: Room
  readonly messageKey: string
}

/** These stand by themselves; everything else stands in a bubble. */
const CARDS: ReadonlySet<string> = new Set([
  'product-card',
  'order-card',
  'parcel',
  'coupon',
  'red-packet',
  'mini-program',
  'link',
  'file',
  'form',
  'image',
  'video',
])
export const isCard = ({ kind }: Fields): boolean => CARDS.has(textOf(kind))

/** These look as they should when their style has come. */
const LATE: ReadonlySet<string> = new Set(['coupon', 'red-packet', 'form', 'rating', 'mini-program'])

/** Every kind as it is meant. One that is newer than this window is told by its words. */
export function Content({ content, room, messageKey }: ContentProps) {
  if (LATE.has(textOf(content.kind))) withExtras(({ dressLate }) => dressLate(room.tray))
  switch (content.kind) {
    case 'text':
    case 'system':
      return <Words text={textOf(content.text)} />
    case 'choice':
      return <Words text={textOf(content.label)} />
    case 'image':
      return <Picture content={content} room={room} />
    case 'video':
      return <Film content={content} room={room} />
    case 'product-card':
      return <ProductCard content={content} room={room} />
    case 'order-card':
      return <OrderCard content={content} room={room} />
    case 'parcel':
      return <ParcelCard content={content} room={room} />
    case 'coupon':
      return <CouponCard content={content} room={room} />
    case 'red-packet':
      return <RedPacket content={content} room={room} />
    case 'mini-program':
      return <MiniProgram content={content} room={room} />
    case 'link':
      return <LinkCard content={content} room={room} />
    case 'file':
      return <FileCard content={content} room={room} />
    case 'menu':
      return <Menu content={content} room={room} messageKey={messageKey} />
    case 'rating':
      return <Rating content={content} room={room} messageKey={messageKey} />
    case 'form':
      return <Form content={content} room={room} messageKey={messageKey} />
    default:
      return <Words text={textOf(content.text) || textOf(content.title) || room.say.value('unknown')} />
  }
}
