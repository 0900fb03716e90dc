const script = document.currentScript
const own = script instanceof HTMLScriptElement ? script.src : location.href

/** An address of the server's, whole. */
export const ofServer = (path: string): string => new URL(path, own).href

/**
 * A part of the window that few need, fetched when one does. The asker names its type: known here, every part would import
 * what imports it.
 */
export const part = <Part>(name: 'framed' | 'extras' | 'files' | 'english'): Promise<Part> =>
  import(/* @vite-ignore */ new URL(`${name}.js${new URL(own).search}`, own).href)
