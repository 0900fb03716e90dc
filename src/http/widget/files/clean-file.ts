import { cleanGif } from './clean-gif.ts'
import { cleanJpeg } from './clean-jpeg.ts'
import { cleanMp4 } from './clean-mp4.ts'
import { cleanPng } from './clean-png.ts'
import { cleanWebp } from './clean-webp.ts'

export interface CleanFile {
  readonly kind: 'image' | 'video'
  readonly media: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'video/mp4'
  readonly content: Buffer
}

const WAYS = [
  { kind: 'image', media: 'image/jpeg', clean: cleanJpeg },
  { kind: 'image', media: 'image/png', clean: cleanPng },
  { kind: 'image', media: 'image/webp', clean: cleanWebp },
  { kind: 'image', media: 'image/gif', clean: cleanGif },
  { kind: 'video', media: 'video/mp4', clean: cleanMp4 },
] as const

/**
 * What a buyer sent, by its bytes and not by what it calls itself: read part by part and written again from the parts that
 * draw the picture. Where and with what it was taken, comments and whatever hangs behind its end are left out. Null: none of
 * the formats that we take, or broken. Never SVG or HTML, which can act.
 */
export function cleanFile(bytes: Buffer): CleanFile | null {
  for (const { kind, media, clean } of WAYS) {
    const content = clean(bytes)
    if (content) return { kind, media, content }
  }
  return null
}
