/** An answer that is not a success, as every route gives it: `{error:{code,message,field?}}`. */
export class HttpProblem extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined

  constructor(problem: { status: number; code: string; message: string; field?: string }) {
    super(problem.message)
    this.status = problem.status
    this.code = problem.code
    this.field = problem.field
  }
}

export const absent = () => new HttpProblem({ status: 404, code: 'not-found', message: 'There is no such thing.' })
