import { Input } from 'antd'

interface InstantProps {
  readonly label: string
  readonly value: string | undefined
  onChange(value: string | undefined): void
}

const MINUTE_MS = 60_000

/** A moment of this person's own clock. */
export function Instant({ label, value, onChange }: InstantProps) {
  const local = value
    ? new Date(Date.parse(value) - new Date(value).getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16)
    : ''
  return (
    <Input
      size="small"
      type="datetime-local"
      className="when-instant"
      aria-label={label}
      value={local}
      onChange={({ target }) => onChange(target.value ? new Date(target.value).toISOString() : undefined)}
    />
  )
}
