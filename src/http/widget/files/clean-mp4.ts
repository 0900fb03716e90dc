const BOX_HEAD = 8
/** A file of these consists of; anything else at its first level is no film of a telephone. */
const TOP = new Set([
  'ftyp',
  'moov',
  'mdat',
  'moof',
  'mfra',
  'sidx',
  'styp',
  'free',
  'skip',
  'wide',
  'uuid',
  'udta',
  'meta',
])
/** Where it was taken, by whom and with what. Their room stays, so that nothing that points behind them moves. */
const BLANKED = new Set(['udta', 'meta', 'uuid', 'free', 'skip'])
const HOLDERS = new Set(['moov', 'trak', 'mdia'])

export function cleanMp4(bytes: Buffer): Buffer | null {
  if (bytes.length < BOX_HEAD * 2 || bytes.toString('latin1', 4, 8) !== 'ftyp') return null
  const copy = Buffer.from(bytes)
  const names = blankIn(copy, { from: 0, to: copy.length })
  if (!names || !names.includes('moov') || names.some((name) => !TOP.has(name))) return null
  return copy
}

interface Span {
  readonly from: number
  readonly to: number
}

/** The names of the boxes between two places, those that tell of people blanked out. Null: they do not fit each other. */
function blankIn(bytes: Buffer, { from, to }: Span): readonly string[] | null {
  const names: string[] = []
  let at = from
  while (at < to) {
    const box = boxAt(bytes, { from: at, to })
    if (!box) return null
    names.push(box.name)
    if (BLANKED.has(box.name)) {
      bytes.write('free', at + 4, 'latin1')
      bytes.fill(0, box.inside, box.end)
    } else if (HOLDERS.has(box.name) && !blankIn(bytes, { from: box.inside, to: box.end })) return null
    at = box.end
  }
  return names
}

function boxAt(bytes: Buffer, { from, to }: Span): { name: string; inside: number; end: number } | null {
  if (from + BOX_HEAD > to) return null
  const name = bytes.toString('latin1', from + 4, from + 8)
  const said = bytes.readUInt32BE(from)
  // 1: the length stands behind the name, in eight bytes; 0: up to the end.
  const isLarge = said === 1
  if (isLarge && from + BOX_HEAD * 2 > to) return null
  const size = isLarge ? Number(bytes.readBigUInt64BE(from + BOX_HEAD)) : said === 0 ? to - from : said
  const inside = from + (isLarge ? BOX_HEAD * 2 : BOX_HEAD)
  return from + size > to || from + size < inside ? null : { name, inside, end: from + size }
}
