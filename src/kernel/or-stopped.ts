/** What is waited for, unless we are asked to stop first: then it throws, and what was under way goes on unheard. */
export async function orStopped<Value>(work: Value | Promise<Value>, stopping?: AbortSignal): Promise<Value> {
  if (!stopping) return work
  stopping.throwIfAborted()
  let onAbort = () => {}
  const stopped = new Promise<never>((_, reject) => {
    onAbort = () => reject(stopping.reason)
    stopping.addEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([work, stopped])
  } finally {
    stopping.removeEventListener('abort', onAbort)
  }
}
