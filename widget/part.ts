interface Parts {
  readonly framed: typeof import('./framed.ts')
  readonly extras: typeof import('./extras/extras.ts')
  readonly english: typeof import('./english.ts')
}

const script = document.currentScript
const own = script instanceof HTMLScriptElement ? script.src : location.href

/** A part of the window that few need, fetched when one does. */
export const part = <Name extends keyof Parts>(name: Name): Promise<Parts[Name]> =>
  import(/* @vite-ignore */ new URL(`${name}.js${new URL(own).search}`, own).href)
