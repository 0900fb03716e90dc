export type ClusterProblemKind =
  | 'unsupported-platform'
  | 'not-writable'
  | 'no-user'
  | 'init-failed'
  | 'start-failed'
  | 'unreachable'
  | 'in-use'

/** Why the database that npm brings cannot run here. `message` is one line that says how to mend it. */
export class ClusterProblem extends Error {
  readonly kind: ClusterProblemKind

  constructor(kind: ClusterProblemKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ClusterProblem'
    this.kind = kind
  }
}
