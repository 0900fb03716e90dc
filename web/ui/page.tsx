import type { ReactNode } from 'react'

interface PageProps {
  readonly title: string
  readonly hint?: ReactNode
  readonly acts?: ReactNode
  readonly isWide?: boolean
  readonly children: ReactNode
}

/** A page with its head: what it is, what it is for, what can be done. */
export function Page({ title, hint, acts, isWide = false, children }: PageProps) {
  return (
    <div className={isWide ? 'page page-wide' : 'page'}>
      <div className="page-head">
        <div className="grow">
          <h1>{title}</h1>
          {hint && <p className="quiet">{hint}</p>}
        </div>
        {acts && <div className="row wrap page-acts">{acts}</div>}
      </div>
      {children}
    </div>
  )
}
