import type { ShiftableClock } from '../../kernel/clock.ts'
import type { RenderWords } from '../../message/index.ts'
import type { Handled } from '../../turn/index.ts'
import type { Studio } from '../studio/open-studio.ts'
import type { Talker } from '../studio/talker.ts'
import type { SayWord } from './chat-words.ts'
import type { menuItems } from './draw-contents.ts'

export interface Trial {
  readonly studio: Studio
  readonly words: RenderWords
  readonly say: SayWord
  readonly hasProduct: (productId: string) => boolean
  /** Hours that the demo shop and its server have skipped already. */
  readonly offsetMs: number
  /** Moves their clocks as well; false: no demo shop runs here. */
  readonly skipDemo: (byMs: number) => Promise<boolean>
}

/** One buyer, what is on his screen and what was said last. */
export interface Scene {
  readonly talker: Talker
  productId: string | null
  orderId: string | null
  last: Handled | null
  items: ReturnType<typeof menuItems>
}

export interface TrialState {
  readonly trial: Trial
  readonly clock: ShiftableClock
  scene: Scene
  /** Another buyer comes; null = a stranger. */
  meet(customerId: string | null): void
}
