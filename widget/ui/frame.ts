import type { Dock } from '../dock.ts'
import { type Fields, isFields } from '../talk/shapes.ts'

/**
 * `data-mode="iframe"`: the same window as a page of the server's own, where no script of the shop's page can look in.
 * It says `hello` when it is there, `close`, and how much is unread.
 */
export function openFrame({ origin, root, settings }: Dock, title: string, hear: (news: Fields) => void) {
  const frame = document.createElement('iframe')
  frame.src = `${origin}/chat/${settings.shop}`
  frame.title = title
  frame.className = 'frame'
  frame.dataset.testid = 'xiaoer-frame'
  const onMessage = (event: MessageEvent<unknown>) => {
    const isOurs = event.source === frame.contentWindow && event.origin === origin
    if (isOurs && isFields(event.data)) hear(event.data)
  }
  window.addEventListener('message', onMessage)
  root.append(frame)
  return {
    show: (isShown: boolean) => frame.classList.toggle('open', isShown),
    focus: () => frame.focus(),
    tell: (news: Fields) => frame.contentWindow?.postMessage(news, origin),
    close() {
      window.removeEventListener('message', onMessage)
      frame.remove()
    },
  }
}

/** Inside the frame: what the shop's page tells, and who it is, so that nobody else is answered. */
export function joinFrame(hear: (news: Fields) => void) {
  let outer = ''
  const gone = new AbortController()
  const onMessage = (event: MessageEvent<unknown>) => {
    if (event.source !== window.parent || !isFields(event.data)) return
    outer ||= event.origin
    if (event.origin === outer) hear(event.data)
  }
  window.addEventListener('message', onMessage, { signal: gone.signal })
  // To whoever frames us, for we do not know him yet: it says nothing but that we are here.
  window.parent.postMessage({ hello: true }, '*')
  return {
    tell(news: Fields) {
      if (outer) window.parent.postMessage(news, outer)
    },
    close: () => gone.abort(),
  }
}
