const VARIABLE = /\{([\w.-]+)\}/g

/** Puts values into a text. What is not known stays visible as written: better seen in a test than silently empty. */
export const fill = (text: string, variables: ReadonlyMap<string, string>): string =>
  text.replace(VARIABLE, (whole, name: string) => variables.get(name) ?? whole)
