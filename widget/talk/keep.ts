import { type Fields, fieldsOf, listOf, numberOf, textOf, type Unsent } from './shapes.ts'

/** What the browser keeps between pages: the session, how far was read, and what is not sent yet. */
export interface Keep {
  /** False: nothing outlives this page (blocked storage), and other tabs do not see it. */
  readonly isShared: boolean
  session(): string
  read(): number
  unsent(): readonly Unsent[]
  write(change: { readonly session?: string; readonly read?: number }): void
  /** Another session; when it is another buyer's, what the one before had read or not sent stays his. Gives how far
   *  was read. */
  follow(session: string): number
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
    follow(session) {
      const [before, now] = [buyerIn(textOf(kept().session)), buyerIn(session)]
      if (before === now || !before.startsWith('u:')) {
        store.set(main, JSON.stringify({ ...kept(), session }))
        return numberOf(kept().read) ?? 0
      }
      const reads = { ...fieldsOf(kept().reads), [before]: kept().read }
      const read = numberOf(fieldsOf(reads)[now]) ?? 0
      store.set(main, JSON.stringify({ session, reads, read }))
      store.set(outbox, '')
      return read
    },
    change: (work) => store.set(outbox, JSON.stringify(work(unsent()))),
    wipe() {
      store.set(main, '')
      store.set(outbox, '')
    },
  }
}

/** Who a session is of, as its first half says to everybody. */
function buyerIn(session: string): string {
  try {
    return textOf(
      fieldsOf(parse(atob(session.split('.')[0]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''))).buyerRef,
    )
  } catch {
    // No session yet.
    return ''
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
