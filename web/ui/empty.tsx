import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

interface EmptyProps {
  readonly icon: IconName
  readonly title: string
  readonly text?: string
  /** The one thing to do here. */
  readonly act?: ReactNode
}

export function Empty({ icon, title, text, act }: EmptyProps) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={26} />
      </span>
      <strong>{title}</strong>
      {text && <span className="quiet">{text}</span>}
      {act}
    </div>
  )
}
