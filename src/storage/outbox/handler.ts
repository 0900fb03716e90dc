import type { DomainEvent, EventType } from '../../kernel/events.ts'

/** `{ position }`: everything after that row of the outbox. */
export type StartFrom = 'now' | 'beginning' | { readonly position: number }

/**
 * Reacts to events after their commit. Called at least once an event, so it must be idempotent; events of one key come in
 * the order in which they were written. Events arrive many at once; when the call throws, they come again one by one, and
 * those that throw again are retried with back-off while later events of their key wait and other keys go on.
 */
export interface Handler {
  /** Its cursor's name: never changed once released. */
  readonly name: string
  /** Where it begins the very first time. */
  readonly startFrom: StartFrom
  /** Only these; without it all. */
  readonly types?: readonly EventType[]
  handle(events: readonly DomainEvent[]): Promise<void>
}
