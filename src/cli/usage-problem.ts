/** The command line was written wrongly. `message` is one line. */
export class UsageProblem extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UsageProblem'
  }
}
