import { inject } from 'vitest'

/** A superuser's connection to the cluster of this worker. */
export function serverUrl(): string {
  const urls = inject('serverUrls')
  const worker = Number(process.env.VITEST_POOL_ID ?? 1) - 1
  const url = urls[worker % urls.length]
  if (url === undefined) throw new Error('no cluster was started for the tests')
  return url
}
