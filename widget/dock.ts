/** What the loader has made when the chat window arrives: the place in the page, and the calls that came too early. */
export interface Dock {
  readonly settings: Readonly<Record<string, string | undefined>>
  /** Where the server is. */
  readonly origin: string
  readonly host: HTMLElement
  readonly root: ShadowRoot
  readonly button: HTMLButtonElement
  readonly badge: HTMLElement
  readonly queue: Call[]
  run: ((name: string, args: readonly unknown[]) => void) | null
  stop: (() => void) | null
}

export type Call = readonly [name: string, ...args: unknown[]]

export interface XiaoerApi {
  readonly dock: Dock
  readonly [method: string]: unknown
}

declare global {
  interface Window {
    Xiaoer?: XiaoerApi | undefined
    /** `(window.XiaoerQueue ||= []).push(['identify', token])` works before the loader is there. */
    XiaoerQueue?: { push(...calls: Call[]): unknown } | Call[] | undefined
  }
}
