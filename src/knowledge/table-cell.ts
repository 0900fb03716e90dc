/** Spreadsheets run what begins like this; a leading apostrophe makes it text. */
const FORMULA = /^['=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** Text → cell. What a spreadsheet would lose or run is written so that `readCell` gives back exactly this text. */
export const writeCell = (text: string): string => guard(escapeText(text))
export const readCell = (cell: string): string => unescapeText(unguard(cell))

/** One item a line. */
export const writeLines = (items: readonly string[]): string => guard(items.map(escapeText).join('\n'))
export const readLines = (cell: string): string[] =>
  unguard(cell)
    .split(/\r?\n/)
    .filter((line) => line.length > 0)
    .map(unescapeText)

const guard = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : disguise(cell))
// The workbook writer looks texts up in a plain object: "toString" would find what every object inherits.
const disguise = (cell: string): string =>
  cell in Object.prototype ? `${unit(cell.charCodeAt(0))}${cell.slice(1)}` : cell
const unguard = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell)

const BACKSLASH = /\\/g
// Line ends, what XML 1.0 forbids or its writers drop, half surrogates, and the escapes that spreadsheets themselves would undo (_x0041_).
const LOST = /[\n\r\t]|[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]|_(?=x[0-9a-f]{4}_)|^\s|\s$/giu

const escapeText = (text: string): string => text.replace(BACKSLASH, '\\\\').replace(LOST, escapeOne)

function escapeOne(character: string): string {
  if (character === '\n') return '\\n'
  return Array.from({ length: character.length }, (_, at) => unit(character.charCodeAt(at))).join('')
}

const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`

/** A backslash that begins no escape of ours stands for itself: people type patterns. */
const unescapeText = (text: string): string =>
  text.replace(/\\(\\|n|u[0-9a-f]{4})/gi, (_, code: string) => {
    if (code === '\\') return '\\'
    return code === 'n' || code === 'N' ? '\n' : String.fromCharCode(Number.parseInt(code.slice(1), 16))
  })
