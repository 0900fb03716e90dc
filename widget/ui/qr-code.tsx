import { useEffect, useState } from 'preact/hooks'
import { part } from '../part.ts'

const QUIET = 4

/** Drawn by us: the address goes to no drawing house. Nothing where it is too long, or the part does not come. */
export function QrCode({ url, label }: { readonly url: string; readonly label: string }) {
  const [modules, setModules] = useState<readonly (readonly boolean[])[] | null>(null)
  useEffect(() => {
    part('extras').then(
      ({ drawQr }) => setModules(drawQr(url)),
      () => setModules(null),
    )
  }, [url])
  if (!modules) return null
  const size = modules.length + 2 * QUIET
  const dark = modules.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
  return (
    <figure class="qr" data-testid="qr">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
        <path d={dark.join('')} />
      </svg>
      <figcaption class="faint">{label}</figcaption>
    </figure>
  )
}
