/** The one range that a player asks for, both ends counted. Null: none that we understand, the whole is as good. */
export function readRange(
  header: string | undefined,
  size: number,
): { readonly from: number; readonly to: number } | null {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  const [, first = '', last = ''] = asked ?? []
  if (first === '' && last === '') return null
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last))
  return from > to ? null : { from, to }
}
