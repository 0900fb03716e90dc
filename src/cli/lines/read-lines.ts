import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { CommandContext } from '../command.ts'

export interface Line {
  /** Counted from 1. */
  readonly number: number
  readonly text: string
}

/**
 * The lines of --file, else of stdin, one by one; empty ones are left out. Ends when the command is being stopped.
 * `prompt` is shown where a person types.
 */
export async function* readLines(
  context: Pick<CommandContext, 'options' | 'stopping'> & { readonly prompt?: string },
): AsyncGenerator<Line> {
  const { file } = context.options
  const input = typeof file === 'string' ? await openFile(file) : process.stdin
  const isTyped = context.prompt !== undefined && process.stdin.isTTY
  const output = isTyped ? { output: process.stdout, prompt: context.prompt ?? '' } : {}
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY, ...output })
  const stop = () => {
    lines.close()
    input.destroy()
  }
  if (context.stopping.aborted) stop()
  context.stopping.addEventListener('abort', stop, { once: true })
  // A terminal in line mode takes Ctrl-C for itself.
  lines.on('SIGINT', stop)
  let number = 0
  if (isTyped) lines.prompt()
  for await (const text of lines) {
    number += 1
    if (text.trim() !== '') yield { number, text }
    if (isTyped) lines.prompt()
  }
}

// Opened before it is read: a missing file is a line to the person at the terminal, not an event on a stream.
async function openFile(file: string): Promise<Readable> {
  await (await open(file)).close()
  return createReadStream(file, 'utf8')
}
