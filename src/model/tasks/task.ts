import type { Chat } from '../call-endpoint.ts'

/** One thing that a chat model is asked. `read` checks what came back: null = not usable, `'none'` = sure that nothing fits. */
export interface Task<Value> extends Chat {
  read(text: string): Value | 'none' | null
}
