/** What a person chose on this machine. A browser that stores nothing forgets it with the page, and nothing breaks. */
const unstored = new Map<string, string>()

export function readChoice(key: string): string | null {
  try {
    return window.localStorage.getItem(key) ?? unstored.get(key) ?? null
  } catch {
    return unstored.get(key) ?? null
  }
}

export function writeChoice(key: string, value: string): void {
  unstored.set(key, value)
  try {
    window.localStorage.setItem(key, value)
  } catch (error) {
    console.debug('not stored', error)
  }
}
