import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Config } from '../../config.ts'
import { isPortAnswering } from '../../egress/index.ts'
import { broken, type Finding, good, warning } from './finding.ts'

const OLDEST_NODE: readonly [number, number] = [20, 19]
const LITTLE_DISK_MB = 1024
const NO_DISK_MB = 128

/** What the machine gives: Node, the folder, the disk, the ports. */
export async function checkMachine(config: Config): Promise<Finding[]> {
  return [
    checkNode(process.versions.node),
    checkFolder(config.dataDir),
    checkDisk(config.dataDir),
    ...(await checkPorts(config)),
  ]
}

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
  return isEnough
    ? good('node', version)
    : broken('node', `${version} is too old: install Node ${OLDEST_NODE.join('.')} or newer`)
}

/** The folder itself, or the nearest one above it that is there. */
function nearest(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearest(dirname(folder))
}

function checkFolder(folder: string): Finding {
  try {
    accessSync(nearest(folder), constants.W_OK)
    return good('folder', folder)
  } catch {
    return broken('folder', `${folder} is not writable: make it yours (chown), or set DATA_DIR`)
  }
}

function checkDisk(folder: string): Finding {
  const { bavail, bsize } = statfsSync(nearest(folder))
  const freeMb = Math.floor((bavail * bsize) / 1024 / 1024)
  if (freeMb < NO_DISK_MB) return broken('disk', `${freeMb} MB free: the database stops when it is full`)
  if (freeMb < LITTLE_DISK_MB) return warning('disk', `${freeMb} MB free`)
  return good('disk', `${freeMb} MB free`)
}

async function checkPorts({ values }: Config): Promise<Finding[]> {
  const isUp = await isPortAnswering(values.HOST, values.PORT)
  const port = good('port', isUp ? `${values.PORT} answers` : `${values.PORT} is free: Xiaoer is not running`)
  if (!values.DEMO) return [port, good('demo', 'switched off')]
  if (!isUp) return [port, good('demo', 'starts with Xiaoer')]
  const isDemoUp = await isPortAnswering('127.0.0.1', values.DEMO_PORT)
  const demo = isDemoUp
    ? good('demo', `answers on ${values.DEMO_PORT}`)
    : warning('demo', `nothing answers on ${values.DEMO_PORT}: restart Xiaoer, or set DEMO=false`)
  return [port, demo]
}
