import pg from 'pg'

/** One runner a handler over all processes: held by a connection, so that it falls free with its process. */
export interface HandlerLocks {
  /** True when this process has the handler. */
  take(handler: string): Promise<boolean>
  close(): Promise<void>
}

export function createHandlerLocks(url: string): HandlerLocks {
  let opening: Promise<pg.Client> | null = null
  let taken = new Set<string>()
  const drop = () => {
    opening = null
    taken = new Set()
  }
  const open = async () => {
    const client = new pg.Client({ connectionString: url, application_name: 'xiaoer handlers' })
    client.on('error', drop)
    client.on('end', drop)
    await client.connect()
    return client
  }
  const ask = async (handler: string): Promise<boolean> => {
    opening ??= open()
    const client = await opening.catch((error) => {
      drop()
      throw error
    })
    const text = "select pg_try_advisory_lock(hashtextextended('xiaoer handler ' || $1, 0)) as taken"
    const { rows } = await client.query<{ taken: boolean }>(text, [handler])
    if (rows[0]?.taken) taken.add(handler)
    return rows[0]?.taken ?? false
  }
  // One connection answers one question at a time.
  let line: Promise<unknown> = Promise.resolve()
  return {
    take(handler) {
      if (taken.has(handler)) return Promise.resolve(true)
      const answer = line.then(() => ask(handler))
      line = answer.catch(() => undefined)
      return answer
    },
    async close() {
      await line
      await (await opening)?.end()
    },
  }
}
