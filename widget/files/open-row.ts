import type { Room } from '../ui/room.ts'
import css from './files.css?inline'
import en from './words/en.json'
import zh from './words/zh.json'

export type FileWord = keyof typeof zh

export interface Row {
  show(picture: HTMLCanvasElement): void
  progress(share: number): void
  /** Why it did not go; `again` where another try may help. */
  fail(why: FileWord, again?: () => void): void
  close(): void
}

/** One file on its way, above the line in which the buyer types. */
export function openRow(room: Room, name: string, onCancel: () => void): Row {
  const texts = room.locale.value === 'zh' ? zh : en
  const parts = build(name, texts)
  const { row, face, note, bar, retry, cancel } = parts
  const close = () => {
    const home = row.getRootNode()
    row.remove()
    // The button that had the focus is gone.
    if (home instanceof ShadowRoot && !home.activeElement) home.querySelector('textarea')?.focus()
  }
  cancel.onclick = () => {
    onCancel()
    close()
  }
  dress(room.tray)
  room.tray.append(row)
  return {
    show: (picture) => draw(face, picture),
    progress(share) {
      turn(parts, false)
      retry.hidden = true
      bar.value = share
      note.textContent = texts['file.sending'].replace('{n}', String(Math.round(share * 100)))
    },
    fail(why, again) {
      turn(parts, true)
      note.textContent = texts[why]
      retry.hidden = !again
      retry.onclick = () => again?.()
    },
    close,
  }
}

function build(name: string, texts: typeof zh) {
  const row = make('div', 'upload')
  row.dataset.testid = 'upload'
  const [face, body, title, note, bar] = [make('canvas'), make('div', 'grow'), make('b'), make('p'), make('progress')]
  const [retry, cancel] = [make('button', 'retry'), make('button')]
  title.textContent = name
  note.setAttribute('role', 'status')
  bar.ariaLabel = name
  retry.textContent = texts['file.retry']
  retry.hidden = true
  cancel.textContent = '✕'
  cancel.ariaLabel = texts['file.cancel'].replace('{name}', name)
  for (const button of [retry, cancel]) button.type = 'button'
  body.append(title, bar, note)
  row.append(face, body, retry, cancel)
  return { row, face, note, bar, retry, cancel }
}

function turn({ row, bar }: ReturnType<typeof build>, hasFailed: boolean): void {
  row.classList.toggle('failed', hasFailed)
  bar.hidden = hasFailed
}

const FACE_PX = 80

/** Its middle, as a square. */
function draw(face: HTMLCanvasElement, picture: HTMLCanvasElement): void {
  face.width = FACE_PX
  face.height = FACE_PX
  const side = Math.min(picture.width, picture.height)
  const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2]
  face.getContext('2d')?.drawImage(picture, x, y, side, side, 0, 0, FACE_PX, FACE_PX)
}

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, style = ''): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  if (style) made.className = style
  return made
}

const dressed = new WeakSet<Node>()

function dress(tray: HTMLElement): void {
  const root = tray.getRootNode()
  if (!(root instanceof ShadowRoot) || dressed.has(root)) return
  dressed.add(root)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
