import { useEffect, useState } from 'preact/hooks'
import type { QrPath } from '../extras/extras.ts'
import { part } from '../part.ts'

/** Drawn by us: the address goes to no drawing house. Nothing where it is too long, or the part does not come. */
export function QrCode({ url, label }: { readonly url: string; readonly label: string }) {
  const [path, setPath] = useState<QrPath | null>(null)
  useEffect(() => {
    part<typeof import('../extras/extras.ts')>('extras').then(
      ({ qrPath }) => setPath(qrPath(url)),
      () => setPath(null),
    )
  }, [url])
  return (
    path && (
      <figure class="qr" data-testid="qr">
        <svg viewBox={`0 0 ${path.size} ${path.size}`} role="img" aria-label={label}>
          <path d={path.d} />
        </svg>
        <figcaption class="faint">{label}</figcaption>
      </figure>
    )
  )
}
