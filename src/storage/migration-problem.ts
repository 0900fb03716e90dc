export type MigrationProblemKind = 'database-newer' | 'changed' | 'failed' | 'server-too-old' | 'misnamed'

/** Why a database cannot be brought to the version of the code. `message` is one line for a person. */
export class MigrationProblem extends Error {
  readonly kind: MigrationProblemKind

  constructor(kind: MigrationProblemKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MigrationProblem'
    this.kind = kind
  }
}
