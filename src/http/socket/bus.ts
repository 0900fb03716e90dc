import type { Announcement } from '../../turn/index.ts'

/** Hands what was just committed to whoever is connected to its channel, in this process. */
export interface Bus {
  announce(announcement: Announcement): void
  listen(channelId: string, hear: (announcement: Announcement) => void): () => void
}

export function createBus(): Bus {
  const listeners = new Map<string, Set<(announcement: Announcement) => void>>()
  return {
    announce(announcement) {
      const heard = listeners.get(announcement.channelId)
      if (heard) for (const hear of heard) hear(announcement)
    },
    listen(channelId, hear) {
      const heard = listeners.get(channelId) ?? new Set()
      listeners.set(channelId, heard.add(hear))
      return () => {
        heard.delete(hear)
        if (heard.size === 0 && listeners.get(channelId) === heard) listeners.delete(channelId)
      }
    },
  }
}
