// Plain JavaScript of Node alone: it runs before anything is installed.
import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const OLDEST_NODE = [20, 19]

/** Checks Node and installs what is missing. `development`: the tools of tests and checks as well. Ends the process with one line when it cannot. */
export async function setUp({ development }) {
  checkNode()
  if (isInstalled(development)) return
  checkWritable(root)
  await install(development)
}

export function fail(line) {
  console.error(`xiaoer: ${line}`)
  process.exit(1)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  fail(`Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}: see https://nodejs.org`)
}

/** npm writes its own lock file into node_modules when it has finished: compared with ours, it says what is missing. */
function isInstalled(development) {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  const there = read(installed).packages ?? {}
  const wanted = read(join(root, 'package-lock.json')).packages ?? {}
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional || (entry.dev && !development)) return true
    return there[path]?.version === entry.version
  })
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}

export function checkWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch {
    fail(`the folder ${folder} is not writable: make it yours (chown) or clone to a folder of yours`)
  }
}

function install(development) {
  console.error('installing what is missing (once, about a minute)')
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...(development ? [] : ['--omit=dev'])]
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const child = spawn(npm, words, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const started = process.hrtime.bigint()
  const seconds = () => Number((process.hrtime.bigint() - started) / 1_000_000_000n)
  const ticker = setInterval(() => console.error(`  still installing, ${seconds()} s`), 10_000)
  return new Promise((resolve) => {
    const end = (line) => {
      clearInterval(ticker)
      if (line) fail(line)
      console.error(`  installed in ${seconds()} s`)
      resolve()
    }
    child.on('error', (error) => end(`npm does not run (${error.message}): install Node with npm`))
    child.on('close', (code) => end(code === 0 ? '' : explain(said)))
  })
}

function explain(said) {
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET/.test(said)) {
    return 'no network for the install: the npm registry cannot be reached; connect once (or set a proxy: npm config set proxy …) and start again'
  }
  if (/EACCES|EROFS|EPERM/.test(said)) return `the folder ${root} is not writable: make it yours (chown)`
  if (/ENOSPC/.test(said)) return 'the disk is full: make room and start again'
  const line = said.split('\n').find((text) => /npm (error|ERR!)/.test(text))
  return `npm ci failed: ${line?.replace(/npm (error|ERR!)\s*/, '') ?? 'no reason given'}`
}
