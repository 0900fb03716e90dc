import { openApi } from './api.ts'
import { openChat } from './chat.tsx'
import type { Dock } from './dock.ts'
import { part } from './part.ts'
import css from './ui/styles.css?inline'
import { learnWords, localeOf } from './ui/words.ts'

/** Fetched when the buyer comes near the button: takes the loader's place in the page over. */
async function start(dock: Dock): Promise<void> {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  dock.root.adoptedStyleSheets = [...dock.root.adoptedStyleSheets, sheet]
  const api = openApi(dock)
  const { lang, mode } = dock.settings
  // Nothing is shown in another language first.
  await learnWords(localeOf(lang))
  const window =
    mode === 'iframe' ? new (await part<typeof import('./framed.ts')>('framed')).Framed(dock, api) : openChat(dock, api)
  const keep = stayInPage(dock.host)
  dock.stop = () => {
    keep.disconnect()
    window.close()
  }
  api.serve(window)
  api.tell('ready')
}

/** Shops that swap the whole document between pages must not lose the window. */
function stayInPage(host: HTMLElement): MutationObserver {
  const watch = new MutationObserver(() => {
    if (!host.isConnected) document.documentElement.append(host)
  })
  watch.observe(document, { childList: true })
  watch.observe(document.documentElement, { childList: true })
  return watch
}

const dock = window.Xiaoer?.dock
if (dock && !dock.run) void start(dock)
