import type { Room } from '../ui/room.ts'
import css from './dialog.css?inline'
import { dress } from './dress.ts'
import en from './words/en.json'
import zh from './words/zh.json'

interface Asked {
  readonly dialog: HTMLDialogElement
  readonly texts: typeof zh
}

/** A dialog of the browser's own above the window: it keeps the focus, gives it back, and is gone when it is closed. */
export function openDialog(room: Room, root: ShadowRoot, name: 'forget' | 'contact'): Asked {
  dress(root, css)
  const isChinese = room.locale.value === 'zh'
  const texts = isChinese ? zh : en
  const dialog = document.createElement('dialog')
  dialog.className = 'ask'
  dialog.lang = isChinese ? 'zh-CN' : 'en'
  dialog.ariaLabel = texts[name]
  dialog.dataset.testid = name
  dialog.onclose = () => dialog.remove()
  // Escape is the dialog's here, not the window's below it.
  dialog.onkeydown = (event) => event.stopPropagation()
  dialog.append(make('b', texts[name]))
  root.append(dialog)
  dialog.showModal()
  return { dialog, texts }
}

export function make<Name extends keyof HTMLElementTagNameMap>(name: Name, text: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.textContent = text
  return made
}

/** The buttons at the end of a dialog, the last of them the one that it is about. */
export function rowOf(...buttons: readonly HTMLButtonElement[]): HTMLElement {
  const row = document.createElement('div')
  row.append(...buttons)
  return row
}
