import { useTranslation } from 'react-i18next'
import type { Content } from '../api/shapes.ts'
import { Icon, type IconName } from './icon.tsx'
import { sayDay, sayMoney } from './say.ts'
import './content.css'

interface ContentViewProps {
  readonly content: Content
  /** A menu that can still be answered: what was pressed. */
  readonly onChoose?: (item: { readonly token: string; readonly label: string }) => void
}

/** Everything that can be said, drawn as plain nodes: what a buyer typed is text and never markup. */
export function ContentView({ content, onChoose }: ContentViewProps) {
  switch (content.kind) {
    case 'text':
      return <span className="said">{content.text}</span>
    case 'choice':
      return <span className="said">{content.label || content.token}</span>
    case 'system':
      return <span className="said">{content.text}</span>
    case 'menu':
      return <Menu content={content} onChoose={onChoose} />
    case 'product-card':
    case 'order-card':
      return <GoodsCard content={content} />
    case 'parcel':
      return <ParcelCard content={content} />
    case 'coupon':
    case 'red-packet':
      return <GiftCard content={content} />
    case 'image':
    case 'video':
      return isOwn(content.url) ? <Seen content={content} /> : <OtherCard content={content} />
    default:
      return <OtherCard content={content} />
  }
}

type Of<Kind extends Content['kind']> = Extract<Content, { kind: Kind }>

function Menu({
  content,
  onChoose,
}: {
  readonly content: Of<'menu'>
  readonly onChoose: ContentViewProps['onChoose']
}) {
  return (
    <div>
      <span className="said">{content.text}</span>
      <div className="menu-items">
        {content.items.map((item) => (
          <button key={item.token} type="button" disabled={!onChoose} onClick={() => onChoose?.(item)}>
            {item.label}
          </button>
        ))}
      </div>
    </div>
  )
}

function GoodsCard({ content }: { readonly content: Of<'product-card'> | Of<'order-card'> }) {
  const { t, i18n } = useTranslation()
  const isOrder = content.kind === 'order-card'
  const price = isOrder ? content.total : content.price
  return (
    <a className="goods-card" href={content.url} target="_blank" rel="noreferrer">
      {content.picture ? (
        <img className="thumb" src={content.picture} alt="" loading="lazy" />
      ) : (
        <span className="thumb" />
      )}
      <span className="grow">
        <span className="goods-title">{content.title}</span>
        <span className="row between">
          <strong>{sayMoney(price, i18n.language)}</strong>
          <span className="quiet small">
            {isOrder ? t('content.order', { id: content.orderId }) : content.stock === 0 ? t('content.soldOut') : ''}
          </span>
        </span>
      </span>
    </a>
  )
}

function ParcelCard({ content }: { readonly content: Of<'parcel'> }) {
  return (
    <div className="other-card">
      <Icon name="box" />
      <span className="grow">
        <strong>{content.company}</strong> <span className="mono">{content.number}</span>
        {content.latest && <span className="card-line">{content.latest.text}</span>}
      </span>
    </div>
  )
}

function GiftCard({ content }: { readonly content: Of<'coupon'> | Of<'red-packet'> }) {
  const { t, i18n } = useTranslation()
  const worth = content.kind === 'coupon' ? content.off : content.amount
  return (
    <div className="gift-card">
      <strong>{sayMoney(worth, i18n.language)}</strong>
      <span className="grow">
        {content.title}
        <span className="card-line">
          {content.threshold
            ? t('content.from', { amount: sayMoney(content.threshold, i18n.language) })
            : t('content.noThreshold')}
          {content.validTo !== null &&
            ` · ${t('content.until', { day: sayDay(new Date(content.validTo).toISOString(), i18n.language) })}`}
        </span>
      </span>
    </div>
  )
}

/** Given to this server by the buyer, and cleaned: nobody else learns who looks. */
const isOwn = (url: string): boolean => url.startsWith('/api/v1/widget/files/')

function Seen({ content: { kind, url } }: { readonly content: Of<'image'> | Of<'video'> }) {
  const { t } = useTranslation()
  if (kind === 'video')
    return <video className="seen" src={url} controls preload="metadata" aria-label={t('content.video')} />
  return (
    <a href={url} target="_blank" rel="noreferrer">
      <img className="seen" src={url} alt={t('content.image')} loading="lazy" />
    </a>
  )
}

const ICONS: Partial<Record<Content['kind'], IconName>> = { image: 'bag', video: 'play', link: 'arrow', form: 'edit' }

/** Pictures and files of buyers are named, not loaded: their address would learn who looks. */
function OtherCard({ content }: { readonly content: Content }) {
  const { t } = useTranslation()
  const url = 'url' in content ? content.url : undefined
  const title =
    'title' in content ? content.title : 'name' in content ? content.name : 'text' in content ? content.text : ''
  return (
    <div className="other-card">
      <Icon name={ICONS[content.kind] ?? 'receipt'} />
      <span className="grow">
        {t(`content.${content.kind}`)} {title}
        {url && (
          <a className="card-line clip" href={url} target="_blank" rel="noreferrer">
            {url}
          </a>
        )}
      </span>
    </div>
  )
}

/** One line of it, for lists. */
export function sayContent(content: Content, t: (key: string) => string): string {
  if ('text' in content && content.text) return content.text
  if (content.kind === 'choice') return content.label || content.token
  return `[${t(`content.${content.kind}`)}] ${'title' in content && content.title ? content.title : ''}`
}
