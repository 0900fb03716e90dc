const dressed = new WeakMap<ShadowRoot, Set<string>>()

/** Adds a style sheet to the window, once. */
export function dress(root: Node, css: string): void {
  if (!(root instanceof ShadowRoot)) return
  const has = dressed.get(root) ?? new Set()
  if (has.has(css)) return
  dressed.set(root, has.add(css))
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
