import { lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { done, failed, type Result } from '../kernel/result.ts'
import { mayConnect } from './address-guard.ts'
import type { EgressProblem } from './egress-request.ts'

/** Where a request goes, checked. `lookup` is asked when a socket opens and pins what it has checked. */
export interface Target {
  readonly url: URL
  readonly secure: boolean
  readonly host: string
  readonly port: number
  readonly path: string
  readonly lookup: LookupFunction
}

export interface TargetOptions {
  readonly loopbackPorts: ReadonlySet<number>
  /** Resolves a name; the system's resolver when absent. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

/** Reads an address and refuses what must never be called. WHATWG parsing turns decimal, octal and hex hosts into dotted ones. */
export function readTarget(text: string, options: TargetOptions): Result<Target, EgressProblem> {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url) return refuse('bad-url', 'the address cannot be read')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('bad-url', 'only http and https are called')
  if (url.username || url.password) return refuse('bad-url', 'the address holds credentials')
  const secure = url.protocol === 'https:'
  const port = url.port ? Number(url.port) : secure ? 443 : 80
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname
  if (isIP(host) && !mayConnect(host, port, options.loopbackPorts)) return forbidden()
  const path = `${url.pathname}${url.search}`
  return done({ url, secure, host, port, path, lookup: pinningLookup(port, options) })
}

const refuse = (kind: EgressProblem['kind'], reason: string): Result<Target, EgressProblem> =>
  failed({ kind, reason, bodySent: false })

const forbidden = (): Result<Target, EgressProblem> =>
  refuse('forbidden-address', 'the address is private, local or reserved')

/** Thrown into the socket's opening: the name resolves to a place that must not be called. */
export class ForbiddenAddress extends Error {}

function pinningLookup(port: number, options: TargetOptions): LookupFunction {
  const resolve = options.resolve ?? resolveBySystem
  return (host, wanted, answer) => {
    resolve(host).then(
      (addresses) => {
        // One forbidden address among several is enough: the socket might pick it, now or on the next try.
        const isClean = addresses.length > 0 && addresses.every((each) => mayConnect(each, port, options.loopbackPorts))
        if (!isClean) return answer(new ForbiddenAddress(host), '', 0)
        const all = addresses.map((address) => ({ address, family: isIP(address) }))
        const first = all[0]
        if (wanted.all || !first) return answer(null, all)
        return answer(null, first.address, first.family)
      },
      (error: unknown) => answer(error instanceof Error ? error : new Error('lookup failed'), '', 0),
    )
  }
}

const resolveBySystem = (host: string): Promise<readonly string[]> =>
  new Promise((settle, reject) => {
    systemLookup(host, { all: true }, (error, found) => {
      if (error) reject(error)
      else settle(found.map((each) => each.address))
    })
  })
