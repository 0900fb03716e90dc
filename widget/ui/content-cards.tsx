import { type Fields, fieldsOf, linkOf, numberOf, textOf } from '../talk/shapes.ts'
import { Outward } from './content-texts.tsx'
import { aboutOf } from './page-context.ts'
import type { Room } from './room.ts'
import { money, shopTime, stateWord } from './words.ts'

export interface CardProps {
  readonly content: Fields
  readonly room: Room
}

/** Money of the wire, in the buyer's language; empty where there is none. */
export function price(room: Room, value: unknown): string {
  const { amount, currency } = fieldsOf(value)
  const figure = numberOf(amount)
  return figure === null ? '' : money(room.locale.value, figure, textOf(currency) || 'CNY')
}

const Thumb = ({ url }: { readonly url: unknown }) => {
  const link = linkOf(url)
  return link ? (
    <img class="thumb" src={link} alt="" loading="lazy" referrerpolicy="no-referrer" />
  ) : (
    <span class="thumb" aria-hidden="true" />
  )
}

const FEW = 10

export function ProductCard({ content, room }: CardProps) {
  const say = room.say.value
  const [title, url, low, high] = [
    textOf(content.title),
    linkOf(content.url),
    price(room, content.price),
    content.priceTo,
  ]
  const stock = numberOf(content.stock)
  const note = stock === 0 ? say('soldOut') : stock !== null && stock <= FEW ? say('stock', { n: stock }) : ''
  const about = aboutOf({ productId: content.productId, skuId: content.skuId, title, picture: content.picture })
  const ask = () => {
    room.about.value = about
  }
  return (
    <article class="card product" data-testid="product-card">
      <Thumb url={content.picture} />
      <div class="grow">
        <b class="title two" dir="auto">
          {title}
        </b>
        <p class="row">
          <span class="price">{price(room, high) ? say('from', { price: low }) : low}</span>
          {note && <span class={stock === 0 ? 'tag grey' : 'tag warm'}>{note}</span>}
        </p>
      </div>
      <footer>
        {about && (
          <button type="button" class="quiet" onClick={ask}>
            {say('aboutThis')}
          </button>
        )}
        {url && (
          <Outward href={url} class="quiet strong">
            {say('viewProduct')}
          </Outward>
        )}
      </footer>
    </article>
  )
}

export function OrderCard({ content, room }: CardProps) {
  const say = room.say.value
  const url = linkOf(content.url)
  return (
    <article class="card order" data-testid="order-card">
      <header>
        <bdi class="faint">{say('order', { id: textOf(content.orderId) })}</bdi>
        <span class="tag">{stateWord(room.locale.value, textOf(content.state))}</span>
      </header>
      <Thumb url={content.picture} />
      <div class="grow">
        <b class="title two" dir="auto">
          {textOf(content.title)}
        </b>
        <p class="row">
          <span class="price">{price(room, content.total)}</span>
          <span class="faint">{say('quantity', { n: numberOf(content.quantity) ?? 1 })}</span>
        </p>
      </div>
      {url && (
        <footer>
          <Outward href={url} class="quiet strong">
            {say('viewOrder')}
          </Outward>
        </footer>
      )}
    </article>
  )
}

export function ParcelCard({ content, room }: CardProps) {
  const say = room.say.value
  const number = textOf(content.number)
  const latest = fieldsOf(content.latest)
  const url = linkOf(content.url)
  const copy = ({ currentTarget }: MouseEvent) => {
    void navigator.clipboard?.writeText(number).then(() => {
      if (currentTarget instanceof HTMLElement) currentTarget.textContent = say('copied')
    })
  }
  return (
    <article class="card parcel" data-testid="parcel-card">
      <header>
        <b>
          <bdi>{textOf(content.company)}</bdi>
        </b>
        <span class="tag">{stateWord(room.locale.value, textOf(content.state))}</span>
      </header>
      <p class="row wide">
        <bdi class="mono">{number}</bdi>
        <button type="button" class="quiet" onClick={copy}>
          {say('copy')}
        </button>
      </p>
      {latest.text && (
        <p class="step">
          <span dir="auto">{textOf(latest.text)}</span>
          <time class="faint">{momentOf(room, numberOf(latest.at) ?? 0)}</time>
        </p>
      )}
      {url && (
        <footer>
          <Outward href={url} class="quiet strong">
            {say('viewParcel')}
          </Outward>
        </footer>
      )}
    </article>
  )
}

export const momentOf = ({ locale, talk }: Room, at: number): string =>
  shopTime(locale.value, at, talk.shop.value?.utcOffsetMinutes ?? 0)
