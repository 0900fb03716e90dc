import type { CommandContext } from '../command.ts'

const STEP = 0.1

/** Says every tenth of the work. */
export function tellProgress({ say }: Pick<CommandContext, 'say'>, what: string): (share: number) => void {
  let next = STEP
  return (share) => {
    if (share + 1e-9 < next) return
    next = Math.floor(share / STEP + 1e-9) * STEP + STEP
    say(`${what}: ${Math.round(share * 100)} %`)
  }
}
