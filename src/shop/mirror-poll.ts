import type { Logger } from '../kernel/logger.ts'
import { createPoll, type Poll } from '../storage/index.ts'
import { keepMirrors, type MirrorKeeper } from './keep-mirrors.ts'

export interface MirrorPollOptions extends MirrorKeeper {
  readonly logger: Logger
  readonly onError: (error: unknown) => void
}

const LOOK_AGAIN_MS = 5 * 60_000

/** Pushes tell at once; what one of them lost is found by looking again. */
export function createMirrorPoll({ logger, onError, ...keeper }: MirrorPollOptions): Poll {
  const step = async (): Promise<boolean> => {
    for (const { kind, problem } of await keepMirrors(keeper)) logger.warn({ kind, problem }, 'mirror')
    return false
  }
  return createPoll({ step, onError, longestMs: LOOK_AGAIN_MS })
}
