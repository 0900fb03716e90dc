/** Shorter runs are words of everyday talk that happen to stand in a title. */
const SHORTEST_RUN = 2

/** The text without the runs of characters that only name the product: what is left is what is asked about it. */
export function withoutMention(text: string, title: string): string {
  const name = title.toLowerCase().replaceAll(' ', '')
  const plain = text.toLowerCase()
  let left = ''
  for (let from = 0; from < plain.length; ) {
    const run = longestRun(plain, from, name)
    if (run >= SHORTEST_RUN) from += run
    else {
      left += plain.charAt(from)
      from += 1
    }
  }
  return left.trim()
}

function longestRun(text: string, from: number, name: string): number {
  let length = 0
  while (from + length < text.length && name.includes(text.slice(from, from + length + 1))) length += 1
  return length
}
