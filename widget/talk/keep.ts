import { type Fields, fieldsOf, listOf, numberOf, textOf, type Unsent } from './shapes.ts'

/** What the browser keeps between pages: the session, how far was read, and what is not sent yet. */
export interface Keep {
  /** False: nothing outlives this page (blocked storage), and other tabs do not see it. */
  readonly isShared: boolean
  session(): string
  read(): number
  unsent(): readonly Unsent[]
  write(change: { readonly session?: string; readonly read?: number }): void
  change(work: (unsent: readonly Unsent[]) => readonly Unsent[]): void
  wipe(): void
}

export function openKeep(shop: string): Keep {
  const store = openStore()
  const [main, outbox] = [`xiaoer:${shop}`, `xiaoer:${shop}:out`]
  const kept = (): Fields => fieldsOf(parse(store.get(main)))
  const unsent = () => listOf(parse(store.get(outbox))).map(unsentOf)
  return {
    isShared: store.isShared,
    session: () => textOf(kept().session),
    read: () => numberOf(kept().read) ?? 0,
    unsent,
    write: (change) => store.set(main, JSON.stringify({ ...kept(), ...change })),
    change: (work) => store.set(outbox, JSON.stringify(work(unsent()))),
    wipe() {
      store.set(main, '')
      store.set(outbox, '')
    },
  }
}

const unsentOf = (value: Fields): Unsent => ({
  messageId: textOf(value.messageId),
  content: fieldsOf(value.content),
  reference: value.reference ? fieldsOf(value.reference) : null,
  scene: textOf(value.scene),
  at: numberOf(value.at) ?? 0,
  afterSeq: numberOf(value.afterSeq) ?? 0,
  hasFailed: value.hasFailed === true,
})

function parse(text: string): unknown {
  try {
    return JSON.parse(text || 'null')
  } catch {
    // Somebody else wrote there: as good as nothing.
    return null
  }
}

function openStore() {
  const memory = new Map<string, string>()
  try {
    localStorage.setItem('xiaoer:probe', '1')
    localStorage.removeItem('xiaoer:probe')
  } catch {
    return {
      isShared: false,
      get: (key: string) => memory.get(key) ?? '',
      set: (key: string, value: string) => void memory.set(key, value),
    }
  }
  return {
    isShared: true,
    get: (key: string) => localStorage.getItem(key) ?? '',
    set: (key: string, value: string) =>
      value === '' ? localStorage.removeItem(key) : localStorage.setItem(key, value),
  }
}
