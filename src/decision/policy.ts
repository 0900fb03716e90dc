import type { Act, Context, Understanding } from '../dialogue/index.ts'

/** One rule of the robot. Answers with acts and the reason, or null: "not mine", and the next one is asked. Pure. */
export interface Policy {
  readonly name: string
  decide(seen: Understanding, context: Context): readonly Act[] | null
}
