export interface EgressRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | string
  /** From the call to the last byte of the answer. Default 10 s. */
  readonly timeoutMs?: number
  /** Longest answer. Default 1 MiB. */
  readonly maxBytes?: number
  /** Redirects to follow, each checked anew. Default 0: a 3xx is an answer like any other. */
  readonly redirects?: number
  /** The other side drops doubles: a kept connection that broke at once may be tried again on a fresh one. */
  readonly isRepeatable?: boolean
}

export interface EgressResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

export interface EgressProblem {
  readonly kind: 'bad-url' | 'forbidden-address' | 'unreachable' | 'timeout' | 'too-large' | 'too-many-redirects'
  readonly reason: string
  /** True when the other side may have got the whole request. */
  readonly bodySent: boolean
}
