import type { Room } from '../ui/room.ts'
import css from './ask-to-forget.css?inline'
import en from './words/en.json'
import zh from './words/zh.json'

/** Asks once more before the buyer's record is deleted. A dialog of the browser's own: it keeps the focus and gives it back. */
export function askToForget(room: Room, root: Node): void {
  if (!(root instanceof ShadowRoot)) return
  dress(root)
  const texts = room.locale.value === 'zh' ? zh : en
  const dialog = document.createElement('dialog')
  dialog.className = 'forget'
  dialog.lang = room.locale.value === 'zh' ? 'zh-CN' : 'en'
  dialog.ariaLabel = texts.forget
  dialog.dataset.testid = 'forget'
  const [title, what, row] = [add('b', texts.forget), add('p', texts['forget.what']), document.createElement('div')]
  what.setAttribute('role', 'status')
  const [no, yes] = [add('button', texts['forget.no']), add('button', texts['forget.yes'])]
  yes.className = 'danger'
  row.append(no, yes)
  dialog.append(title, what, row)
  no.onclick = () => dialog.close()
  dialog.onclose = () => dialog.remove()
  // Escape is the dialog's here, not the window's below it.
  dialog.onkeydown = (event) => event.stopPropagation()
  yes.onclick = async () => {
    yes.disabled = true
    what.textContent = texts['forget.busy']
    const isDone = await room.talk.forget().then(
      () => true,
      () => false,
    )
    what.textContent = texts[isDone ? 'forget.done' : 'forget.failed']
    yes.disabled = false
    if (!isDone) return
    yes.remove()
    no.textContent = texts['forget.close']
    no.focus()
  }
  root.append(dialog)
  dialog.showModal()
}

function add<Name extends 'b' | 'p' | 'button'>(name: Name, text: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.textContent = text
  return made
}

const dressed = new WeakSet<ShadowRoot>()

function dress(root: ShadowRoot): void {
  if (dressed.has(root)) return
  dressed.add(root)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
