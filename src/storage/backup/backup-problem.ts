export type BackupProblemKind =
  | 'not-a-backup'
  | 'damaged'
  | 'not-empty'
  | 'other-version'
  | 'target-exists'
  | 'not-owner'

/** Why a backup cannot be written or restored. `message` is one line for a person. */
export class BackupProblem extends Error {
  readonly kind: BackupProblemKind

  constructor(kind: BackupProblemKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BackupProblem'
    this.kind = kind
  }
}
