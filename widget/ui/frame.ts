import type { Dock } from '../dock.ts'
import { type Fields, isFields } from '../talk/shapes.ts'

export interface FrameEars {
  /** The window inside: `ready`, `close`, or how much is unread. */
  hear(news: Fields): void
}

/** `data-mode="iframe"`: the same window as a page of the server's own, where no script of the shop's page can look in. */
export function openFrame({ base, root, settings }: Dock, title: string, ears: FrameEars) {
  const frame = document.createElement('iframe')
  frame.src = `${base}/chat/${settings.shop}`
  frame.title = title
  frame.className = 'frame'
  frame.dataset.testid = 'xiaoer-frame'
  const onMessage = ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source === frame.contentWindow && origin === base && isFields(data)) ears.hear(data)
  }
  window.addEventListener('message', onMessage)
  root.append(frame)
  return {
    show: (isShown: boolean) => frame.classList.toggle('open', isShown),
    focus: () => frame.focus(),
    tell: (news: Fields) => frame.contentWindow?.postMessage(news, base),
    close() {
      window.removeEventListener('message', onMessage)
      frame.remove()
    },
  }
}

/** Inside the frame: what the shop's page tells, and who it is, so that nobody else is answered. */
export function joinFrame(hear: (news: Fields) => void) {
  let origin = ''
  const gone = new AbortController()
  window.addEventListener(
    'message',
    ({ source, origin: from, data }: MessageEvent<unknown>) => {
      if (source !== window.parent || !isFields(data)) return
      origin ||= from
      if (from === origin) hear(data)
    },
    { signal: gone.signal },
  )
  // To whoever frames us, for we do not know him yet: it says nothing but that we are here.
  window.parent.postMessage({ hello: true }, '*')
  return {
    tell(news: Fields) {
      if (origin) window.parent.postMessage(news, origin)
    },
    close: () => gone.abort(),
  }
}
