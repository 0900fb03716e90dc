import { ZodError } from 'zod'
import { BackupProblem, ClusterProblem, MigrationProblem } from '../storage/index.ts'
import { DemoProblem } from './demo-problem.ts'
import { UsageProblem } from './usage-problem.ts'

/** One line that says what went wrong and how to mend it, or null for a failure that we do not know. */
export function explainFailure(error: unknown): string | null {
  if (error instanceof UsageProblem) return `${error.message} (xiaoer help)`
  if (error instanceof ClusterProblem || error instanceof BackupProblem || error instanceof DemoProblem)
    return error.message
  if (error instanceof MigrationProblem) return `${error.message}${MEND[error.kind] ?? ''}`
  if (error instanceof ZodError)
    return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
  if (!(error instanceof Error) || !('code' in error)) return null
  if (error.code === 'EADDRINUSE') return takenPort(error)
  if (error.code === 'EACCES' && 'port' in error)
    return `port ${String(error.port)} is not allowed to this user: start with another PORT=…`
  if (error.code === 'EACCES' || error.code === 'EROFS') return `cannot write: ${error.message}`
  if (error.code === 'ENOENT') return error.message
  return null
}

function takenPort(error: Error): string {
  const port = 'port' in error ? Number(error.port) : 0
  return `port ${port} is taken by another program: start with another one, PORT=${port + 10} npm start`
}

const MEND: Partial<Record<MigrationProblem['kind'], string>> = {
  'database-newer': ': update Xiaoer to the version that made it, or restore a backup',
  changed: ': restore the file from its release, migrations are never edited once they ran',
}
