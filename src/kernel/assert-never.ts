/** Closes a switch on `kind`: a new kind breaks the build and not the night. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
