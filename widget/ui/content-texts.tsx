import type { ComponentChildren } from 'preact'
import { ofServer } from '../part.ts'
import { type Fields, linkOf, textOf } from '../talk/shapes.ts'
import type { Room } from './room.ts'

// Latin characters only: what follows an address in Chinese text is not part of it.
const ADDRESS = /https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+[\w\-~/#=&]/gi

/** As it was typed: nothing in it is markup. Addresses become links that say where they lead. */
export function Words({ text }: { readonly text: string }) {
  const parts: ComponentChildren[] = []
  let done = 0
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const link = linkOf(found)
    if (!link) continue
    parts.push(text.slice(done, index), <Outward href={link}>{found}</Outward>)
    done = index + found.length
  }
  return (
    <span class="words" dir="auto">
      {parts}
      {text.slice(done)}
    </span>
  )
}

interface OutwardProps {
  readonly href: string
  readonly class?: string
  readonly children: ComponentChildren
}

/** Leads out of the window, and takes nothing of it along. */
export const Outward = ({ href, class: name, children }: OutwardProps) => (
  <a href={href} class={name} target="_blank" rel="noopener noreferrer nofollow">
    {children}
  </a>
)

interface PictureProps {
  readonly content: Fields
  readonly room: Room
}

/** What buyers gave to the server is named without it. */
const shownAt = (url: unknown): string | null =>
  linkOf(textOf(url).startsWith('/api/v1/widget/files/') ? ofServer(textOf(url)) : url)

export function Picture({ content, room }: PictureProps) {
  const url = shownAt(content.url)
  const alt = textOf(content.alt) || room.say.value('image')
  if (!url) return <Words text={alt} />
  return (
    <button
      type="button"
      class="picture"
      aria-label={room.say.value('viewImage')}
      onClick={() => {
        room.picture.value = url
      }}
    >
      <img src={url} alt={alt} loading="lazy" referrerpolicy="no-referrer" />
    </button>
  )
}

export function Film({ content, room }: PictureProps) {
  const url = shownAt(content.url)
  const title = textOf(content.title) || room.say.value('video')
  if (!url) return <Words text={title} />
  return <video class="film" src={url} controls preload="metadata" aria-label={title} />
}
