import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelCache } from '../understanding/index.ts'

/** Trained models as files in a folder, named by the digest of what they learned from. A folder that cannot be written only costs time. */
export function createModelCache(folder: string): ModelCache {
  const place = (digest: string) => join(folder, `${digest}.model`)
  return {
    read(digest) {
      try {
        return readFileSync(place(digest))
      } catch {
        // Not there yet, or not readable: it is trained anew.
        return null
      }
    },
    write(digest, bytes) {
      try {
        mkdirSync(folder, { recursive: true })
        // Two processes may train at once: each writes its own file, and the rename is atomic.
        const own = `${place(digest)}.${process.pid}`
        writeFileSync(own, bytes)
        renameSync(own, place(digest))
      } catch {
        // A read-only installation works all the same.
        return
      }
    },
  }
}
