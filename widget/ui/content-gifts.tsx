import { linkOf, numberOf, textOf } from '../talk/shapes.ts'
import { type CardProps, momentOf, price } from './content-cards.tsx'
import { Outward } from './content-texts.tsx'
import type { Room } from './room.ts'

function thresholdOf(room: Room, value: unknown): string {
  const least = price(room, value)
  return least ? room.say.value('threshold', { price: least }) : room.say.value('noThreshold')
}

/** The line under the figure: until when, or from when, or that it is over. */
function timeOf(room: Room, from: number | null, to: number | null): string {
  const say = room.say.value
  const now = room.talk.now()
  if (to !== null && to < now) return say('expired')
  if (from !== null && from > now) return say('validFrom', { date: momentOf(room, from) })
  return to === null ? '' : say('validTo', { date: momentOf(room, to) })
}

export function CouponCard({ content, room }: CardProps) {
  const [from, to, url] = [numberOf(content.validFrom), numberOf(content.validTo), linkOf(content.url)]
  const isOver = to !== null && to < room.talk.now()
  return (
    <article class={isOver ? 'coupon over' : 'coupon'} data-testid="coupon-card">
      <div class="figure">
        <b>{price(room, content.off)}</b>
        <small>{thresholdOf(room, content.threshold)}</small>
      </div>
      <div class="grow">
        <b class="title" dir="auto">
          {textOf(content.title)}
        </b>
        {textOf(content.terms) && (
          <small class="faint two" dir="auto">
            {textOf(content.terms)}
          </small>
        )}
        <p class="row wide">
          <small class="faint">{timeOf(room, from, to)}</small>
          {url && !isOver && (
            <Outward href={url} class="pill">
              {room.say.value('claim')}
            </Outward>
          )}
        </p>
      </div>
    </article>
  )
}

export function RedPacket({ content, room }: CardProps) {
  const [to, url] = [numberOf(content.validTo), linkOf(content.url)]
  const isOver = to !== null && to < room.talk.now()
  return (
    <article class={isOver ? 'packet over' : 'packet'} data-testid="red-packet">
      <small>{room.say.value('redPacket')}</small>
      <b class="amount">{price(room, content.amount)}</b>
      <span dir="auto">{textOf(content.title)}</span>
      <small>
        {thresholdOf(room, content.threshold)} · {timeOf(room, null, to)}
      </small>
      {url && !isOver && (
        <Outward href={url} class="pill gold">
          {room.say.value('claim')}
        </Outward>
      )}
    </article>
  )
}
