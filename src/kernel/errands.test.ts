import { expect, test } from 'vitest'
import { createErrands } from './errands.ts'

const ended = (errands: ReturnType<typeof createErrands>) => new Promise<void>((resolve) => errands.add(resolve))

test('errands wait for the start, then run one after another', async () => {
  const seen: string[] = []
  const errands = createErrands((error) => expect.unreachable(String(error)))
  errands.add(async () => {
    seen.push('one begins')
    await new Promise((resolve) => setImmediate(resolve))
    seen.push('one ends')
  })
  errands.add(() => void seen.push('two'))
  await new Promise((resolve) => setImmediate(resolve))
  expect(seen).toEqual([])
  errands.start()
  await ended(errands)
  expect(seen).toEqual(['one begins', 'one ends', 'two'])
})

test('one that fails is told of and does not keep the next', async () => {
  const errors: unknown[] = []
  const errands = createErrands((error) => errors.push(error))
  errands.add(() => Promise.reject(new Error('no')))
  errands.start()
  await ended(errands)
  expect(errors).toEqual([new Error('no')])
})

test('stopping waits for the one in hand and begins no other', async () => {
  const seen: string[] = []
  const errands = createErrands((error) => expect.unreachable(String(error)))
  let release: () => void = () => undefined
  const begun = new Promise<void>((resolve) => {
    errands.add(async () => {
      resolve()
      await new Promise<void>((go) => (release = go))
      seen.push('one')
    })
  })
  errands.add(() => void seen.push('two'))
  errands.start()
  await begun
  const stopped = errands.stop()
  release()
  await stopped
  expect(seen).toEqual(['one'])
})
