import type { ReactNode } from 'react'

/** A link to an address that stands in the shop's own records: anything but a page of the web is no link. */
export function Outward({ url, children }: { readonly url: string; readonly children: ReactNode }) {
  if (!/^https?:\/\//i.test(url)) return null
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  )
}
