const LONGEST_SIDE = 1600
const QUALITY = 0.85
/** A drawing or a screen with text stays sharp as PNG; a photo would be far larger so. */
const LARGEST_PNG = 1024 * 1024

export interface Shrunk {
  readonly blob: Blob
  readonly canvas: HTMLCanvasElement
}

/** Drawn anew at most 1600 pixels long: what a camera wrote about place and owner never leaves. Null: no picture. */
export async function shrink(file: File): Promise<Shrunk | null> {
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return null
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  const pen = canvas.getContext('2d')
  if (!pen) return null
  // JPEG knows nothing transparent, and would show it black.
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const png = file.type === 'image/png' ? await pack(canvas, 'image/png') : null
  const blob = png && png.size <= LARGEST_PNG ? png : await pack(canvas, 'image/jpeg')
  return blob && { blob, canvas }
}

const pack = (canvas: HTMLCanvasElement, type: string): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY))
