/** At most so many UTF-16 units, and never half of a surrogate pair: PostgreSQL takes none, nor does any channel. */
export function clip(text: string, most: number): string {
  const last = text.charCodeAt(most - 1)
  return text.slice(0, text.length > most && last >= 0xd800 && last <= 0xdbff ? most - 1 : most)
}
