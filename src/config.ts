import { join, resolve } from 'node:path'
import { z } from 'zod'

const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1')
const port = z.coerce.number().int().min(0).max(65535)

/** Every setting of the process, with its default. The only place that reads the environment. */
const settings = z.object({
  PORT: port.default(7300),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.string().optional(),
  DATA_DIR: z.string().default('data'),
  DEMO: flag.default(true),
  DEMO_PORT: port.default(7301),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
  POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  /** Ports on the loopback that outgoing calls may reach although the SSRF guard refuses private addresses (development). */
  EGRESS_LOOPBACK_PORTS: z.string().default(''),
  /** Bytes that the read models of shops may hold before the longest unused are put out. */
  SHOP_CACHE_MB: z.coerce.number().int().min(16).default(1024),
  SHUTDOWN_MS: z.coerce.number().int().min(0).default(10_000),
  RATE_PER_MINUTE: z.coerce.number().int().min(0).default(6000),
  /** Events that every handler has passed are forgotten after so many days. */
  EVENTS_KEPT_DAYS: z.coerce.number().min(0).default(7),
  SIGN_IN_TRIES: z.coerce.number().int().min(1).default(10),
  PUBLIC_URL: z.string().optional(),
})

export type Settings = z.infer<typeof settings>
export type SettingSource = 'environment' | 'default' | 'unset'

export interface Config {
  readonly values: Settings
  readonly sources: Readonly<Record<string, SettingSource>>
  readonly dataDir: string
  readonly rootDir: string
  /** For child processes of ours. */
  readonly environment: NodeJS.ProcessEnv
}

/** Throws a ZodError that names the variable when a value cannot be read. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const rootDir = resolve(import.meta.dirname, '..')
  const values = settings.parse(environment)
  const sources: Record<string, SettingSource> = {}
  // A variable that is not set and has no default is not among the values: it is named all the same.
  for (const name of Object.keys(settings.shape)) {
    sources[name] = environment[name] !== undefined ? 'environment' : name in values ? 'default' : 'unset'
  }
  return { values, sources, rootDir, environment, dataDir: resolve(rootDir, join(values.DATA_DIR)) }
}

/** Ports on the loopback that outgoing calls may reach. */
export const loopbackPortsOf = ({ values }: Config): Set<number> =>
  new Set(
    values.EGRESS_LOOPBACK_PORTS.split(',')
      .filter((text) => text !== '')
      .map(Number),
  )
