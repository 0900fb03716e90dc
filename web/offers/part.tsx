import type { ReactNode } from 'react'

export const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <fieldset className="offer-part">
    <legend>{title}</legend>
    {children}
  </fieldset>
)
