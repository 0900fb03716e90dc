import type { Call, Dock } from './dock.ts'

// All of this file is fetched by every page of a shop: what is not needed before the first click stands in app.tsx.
const METHODS = 'open close toggle identify page track setLocale setTheme on off destroy'.split(' ')
const WAKING = ['open', 'toggle']
const BUBBLE =
  'M12 3C6.5 3 2 6.8 2 11.4c0 2.6 1.4 4.9 3.7 6.4-.1 1-.6 2.1-1.5 3.1 1.9-.1 3.5-.8 4.6-1.6 1 .3 2.1.4 3.2.4 5.5 0 10-3.7 10-8.3S17.5 3 12 3Z'
const CSS = `:host{all:initial;position:fixed;z-index:2147483000;bottom:max(20px,env(safe-area-inset-bottom));inset-inline-end:20px;font-size:16px}
:host([data-position=left]){inset-inline:20px auto}:host([data-mode=page]){inset:0}:host([data-mode=page]) .l{display:none}
.l{all:unset;box-sizing:border-box;width:56px;height:56px;border-radius:28px;display:grid;place-items:center;cursor:pointer;position:relative;background:var(--c);color:var(--on,#fff);box-shadow:0 8px 24px #0f172a38,0 2px 6px #0f172a24;transition:transform .18s,box-shadow .18s}
.l:hover{transform:translateY(-2px)}.l:focus-visible{outline:3px solid var(--c);outline-offset:3px}
.l svg{width:28px;height:28px;fill:currentColor}.b{position:absolute;top:-4px;inset-inline-end:-4px;min-width:20px;height:20px;border-radius:10px;padding:0 6px;box-sizing:border-box;background:#d92d20;color:#fff;font:600 12px/20px system-ui,sans-serif;text-align:center}.b:empty{display:none}
@media(prefers-reduced-motion:reduce){.l{transition:none}}@media print{:host{display:none}}`

function start(script: HTMLScriptElement): void {
  const dock = build(script)
  const { button, host, settings } = dock
  let isLoading = false
  const load = () => {
    if (isLoading || dock.run) return
    isLoading = true
    const app = document.createElement('script')
    app.src = `${dock.origin}/widget/app.js?v=__APP_VERSION__`
    app.nonce = script.nonce ?? ''
    app.onerror = () => {
      isLoading = false
      app.remove()
    }
    document.head.append(app)
  }
  const destroy = () => {
    dock.stop?.()
    host.remove()
    window.Xiaoer = undefined
    window.XiaoerQueue = undefined
  }
  const call = (...[name, ...args]: Call) => {
    if (name === 'destroy') return destroy()
    if (dock.run) return dock.run(name, args)
    dock.queue.push([name, ...args])
    if (WAKING.includes(name)) load()
  }
  button.onpointerenter = load
  button.onfocus = load
  button.onclick = () => call('toggle')
  const methods = METHODS.map((name) => [name, (...args: unknown[]) => call(name, ...args)] as const)
  window.Xiaoer = { dock, ...Object.fromEntries(methods) }
  window.XiaoerQueue = { push: (...calls: Call[]) => calls.forEach((each) => call(...each)) }
  // Beside the body, not in it: page transitions put another body in its place.
  document.documentElement.append(host)
  if (settings.mode === 'page' || dock.queue.some(([name]) => WAKING.includes(name))) load()
  else void askForNews(dock, load)
}

function build({ dataset: settings, src }: HTMLScriptElement): Dock {
  const host = document.createElement('xiaoer-chat')
  host.dataset.position = settings.position ?? 'right'
  host.dataset.mode = settings.mode ?? 'shadow'
  host.style.setProperty('--c', settings.color ?? '#0958d9')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(CSS)
  root.adoptedStyleSheets = [sheet]
  const button = document.createElement('button')
  button.className = 'l'
  button.type = 'button'
  button.dataset.testid = 'xiaoer-launcher'
  button.ariaExpanded = 'false'
  button.ariaLabel = /^zh/.test(settings.lang ?? navigator.language) ? '联系客服' : 'Chat with us'
  const badge = document.createElement('span')
  badge.className = 'b'
  button.append(drawBubble(), badge)
  root.append(button)
  const early = window.XiaoerQueue
  const queue = Array.isArray(early) ? early : []
  return { settings, origin: new URL(src).origin, host, root, button, badge, queue, run: null, stop: null }
}

function drawBubble(): SVGElement {
  const name = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(name, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  const path = document.createElementNS(name, 'path')
  path.setAttribute('d', BUBBLE)
  svg.append(path)
  return svg
}

/** Whoever talked here before is told of news without the whole window being fetched. */
async function askForNews({ origin, settings }: Dock, load: () => void): Promise<void> {
  try {
    const { session, read = 0 } = JSON.parse(localStorage.getItem(`xiaoer:${settings.shop}`) ?? '{}')
    if (!session) return
    const body = JSON.stringify({ session, afterSeq: read, limit: 1 })
    const answer = await fetch(`${origin}/api/v1/widget/poll`, { method: 'POST', body })
    const { items } = await answer.json()
    if (items?.length > 0) load()
  } catch {
    // No storage or no network: there is no news then, and the button still works.
    return
  }
}

const script = document.currentScript
if (script instanceof HTMLScriptElement && !window.Xiaoer) start(script)
