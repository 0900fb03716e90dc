/**
 * antd writes some of its styles (scroll lock, widths of scroll bars) without the nonce that it was given. Every style
 * element that our own code makes gets it here; one that comes as markup does not, and stays shut out.
 */
export function ownStyles(nonce: string): void {
  const create = document.createElement.bind(document)
  Object.defineProperty(document, 'createElement', {
    configurable: true,
    value: (name: string, options?: ElementCreationOptions) => {
      const element = create(name, options)
      if (element instanceof HTMLStyleElement) element.nonce = nonce
      return element
    },
  })
}
