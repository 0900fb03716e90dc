import { createServer } from 'node:net'

/** Throws what listening there would throw: EADDRINUSE, EACCES. Port 0 is always free. */
export function tryListening({ host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ host, port }, () => probe.close(() => resolve()))
  })
}
