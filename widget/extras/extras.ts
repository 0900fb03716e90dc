import { drawQr } from './draw-qr.ts'

export { askForContact } from './ask-for-contact.ts'
export { askToForget } from './ask-to-forget.ts'
export { dressLate } from './dress-late.ts'
export { flashTitle } from './flash-title.ts'
export { followKeyboard } from './follow-keyboard.ts'

const QUIET = 4

export interface QrPath {
  /** Modules on a side, with the quiet zone. */
  readonly size: number
  readonly d: string
}

/** The dark modules as one SVG path; null where the text is too long. */
export function qrPath(text: string): QrPath | null {
  const modules = drawQr(text)
  if (!modules) return null
  const dark = modules.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
  return { size: modules.length + 2 * QUIET, d: dark.join('') }
}
