import { linkOf, numberOf, textOf } from '../talk/shapes.ts'
import type { CardProps } from './content-cards.tsx'
import { Outward, Words } from './content-texts.tsx'
import { QrCode } from './qr-code.tsx'

const KIB = 1024

const sizeOf = (bytes: number): string =>
  bytes < KIB * KIB ? `${Math.max(1, Math.round(bytes / KIB))} KB` : `${(bytes / KIB / KIB).toFixed(1)} MB`

export function LinkCard({ content }: CardProps) {
  const [url, picture, title] = [linkOf(content.url), linkOf(content.picture), textOf(content.title)]
  if (!url) return <Words text={title} />
  return (
    <Outward href={url} class="card link">
      {picture && <img class="thumb" src={picture} alt="" loading="lazy" referrerpolicy="no-referrer" />}
      <span class="grow">
        <b class="title two" dir="auto">
          {title}
        </b>
        {textOf(content.text) && (
          <small class="two" dir="auto">
            {textOf(content.text)}
          </small>
        )}
        <small class="faint">{new URL(url).host}</small>
      </span>
    </Outward>
  )
}

/** The name stands alone between directions: `exe.gpj` must not read as `jpg.exe` turned round. */
export function FileCard({ content, room }: CardProps) {
  const [url, bytes] = [linkOf(content.url), numberOf(content.bytes)]
  const name = textOf(content.name) || room.say.value('file')
  const inside = (
    <>
      <span class="sheet" aria-hidden="true" />
      <span class="grow">
        <b class="title two">
          <bdi>{name}</bdi>
        </b>
        {bytes !== null && <small class="faint">{sizeOf(bytes)}</small>}
      </span>
    </>
  )
  return url ? (
    <Outward href={url} class="card link">
      {inside}
    </Outward>
  ) : (
    <span class="card link">{inside}</span>
  )
}

/** A mini-program opens on the phone; whoever sits at a desk takes it there by the camera. */
const isOnDesk = (): boolean => matchMedia('(hover: hover) and (pointer: fine)').matches

export function MiniProgram({ content, room }: CardProps) {
  const say = room.say.value
  const [url, picture] = [linkOf(content.url), linkOf(content.picture)]
  return (
    <article class="card mini" data-testid="mini-program">
      <header>
        <small class="faint">{say('miniProgram')}</small>
      </header>
      {picture && <img class="wide" src={picture} alt="" loading="lazy" referrerpolicy="no-referrer" />}
      <b class="title two" dir="auto">
        {textOf(content.title)}
      </b>
      {url && isOnDesk() && <QrCode url={url} label={say('miniScan')} />}
      <footer>
        {url ? (
          <Outward href={url} class="quiet strong">
            {say('openMini')}
          </Outward>
        ) : (
          <small class="faint">{say('miniHint')}</small>
        )}
      </footer>
    </article>
  )
}
