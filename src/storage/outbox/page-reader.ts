import type { Database } from '../database.ts'
import { type Cursor, type Page, readPage } from './read-page.ts'

/** Handlers that stand at the same place share one read: most stand at the end. */
export function createPageReader(database: Database): (after: Cursor) => Promise<Page> {
  let last: { place: string; page: Promise<Page> } | null = null
  return async (after) => {
    const place = `${after.txid} ${after.position}`
    if (last?.place !== place) last = { place, page: readPage(database, after) }
    const shared = last
    try {
      const page = await shared.page
      // An empty page grows: it must be read again.
      if (page.isEmpty && last === shared) last = null
      return page
    } catch (error) {
      if (last === shared) last = null
      throw error
    }
  }
}
