import { expect, test } from 'vitest'
import { orStopped } from './or-stopped.ts'

test('gives what was waited for, and stops waiting once asked to stop', async () => {
  const stopping = new AbortController()
  expect(await orStopped(Promise.resolve('ready'), stopping.signal)).toBe('ready')
  expect(await orStopped('ready')).toBe('ready')
  const waiting = orStopped(new Promise<string>(() => {}), stopping.signal)
  stopping.abort(new Error('asked to stop'))
  await expect(waiting).rejects.toThrow('asked to stop')
  await expect(orStopped(Promise.resolve('late'), stopping.signal)).rejects.toThrow('asked to stop')
})
