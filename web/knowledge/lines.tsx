import { Input } from 'antd'

interface LinesProps {
  readonly id: string
  readonly lines: readonly string[]
  readonly rows: number
  readonly onChange: (lines: string[]) => void
  readonly label?: string
  readonly testId?: string
}

/** One wording a line: pasted from a sheet or typed. */
export function Lines({ id, lines, rows, onChange, label, testId }: LinesProps) {
  return (
    <Input.TextArea
      id={id}
      aria-label={label}
      value={lines.join('\n')}
      autoSize={{ minRows: rows, maxRows: 14 }}
      onChange={({ target }) => onChange(target.value.split('\n'))}
      data-testid={testId}
    />
  )
}
