import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const access = z.object({
  password: z.string(),
  people: z.array(z.object({ email: z.string(), role: z.string() })),
  apiKey: z.string(),
  /** With which the demo shop's live-room page asks for the show and what holds in it: reads offers, nothing else. */
  offersKey: z.string().optional(),
  channels: z.array(z.object({ name: z.string(), channelId: z.string() })),
  /** Where the demo shop was at the last start: `xiaoer chat` moves its clock. */
  demoUrl: z.string().optional(),
})
/** How to get into the demo. Demo only: real passwords and keys are never kept in clear. */
export type DemoAccess = z.infer<typeof access>

const fileIn = (dataDir: string): string => join(dataDir, 'demo-access.json')

/** Null before the first start, or when somebody removed the file. */
export function readDemoAccess(dataDir: string): DemoAccess | null {
  try {
    return access.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')))
  } catch {
    // Absent or damaged: people and key are made anew.
    return null
  }
}

export function writeDemoAccess(dataDir: string, known: DemoAccess): void {
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(fileIn(dataDir), JSON.stringify(known, null, 2), { mode: 0o600 })
}
