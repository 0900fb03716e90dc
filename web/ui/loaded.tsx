import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Failed } from './failed.tsx'
import { Waiting } from './waiting.tsx'

interface LoadedProps<Value> {
  readonly query: UseQueryResult<Value>
  readonly rows?: number
  children(value: Value): ReactNode
}

/** What was asked for; its shape until it is there; why not, when it does not come. */
export function Loaded<Value>({ query, rows, children }: LoadedProps<Value>) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.isError) return <Failed error={query.error} onRetry={() => query.refetch()} />
  return <Waiting rows={rows ?? 5} />
}
