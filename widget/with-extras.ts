import { part } from './part.ts'

/** For what may as well not happen where the network is gone. */
export const withExtras = (work: (extras: typeof import('./extras/extras.ts')) => void): void =>
  void part<typeof import('./extras/extras.ts')>('extras').then(work, () => undefined)
