// Plain JavaScript of Node: builds what browsers load into dist/, only when its sources or the lockfile changed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { root } from './set-up.mjs'

/** Folder of the sources and, under dist/, of what comes out. */
const FRONTS = ['web', 'widget']
const WORTH_PACKING = /\.(js|css|svg|json)$/

/**
 * Builds the fronts that are not built of these very sources. Says one line for each; silent when nothing is to do.
 * False where one cannot be built: the server starts without it and says 404 there.
 */
export async function buildFronts() {
  let isWhole = true
  for (const front of FRONTS) {
    if (!existsSync(join(root, front, 'vite.config.ts'))) continue
    const digest = digestOf(front)
    const mark = join(root, 'dist', `${front}.digest`)
    if (existsSync(mark) && existsSync(join(root, 'dist', front)) && readFileSync(mark, 'utf8') === digest) continue
    // Taken away first: a build that breaks off must not look finished.
    rmSync(mark, { force: true })
    if (!(await build(front))) {
      isWhole = false
      continue
    }
    mkdirSync(join(root, 'dist'), { recursive: true })
    writeFileSync(mark, digest)
  }
  return isWhole
}

/** Names, sizes and contents of the sources; the lockfile stands for every library. */
function digestOf(front) {
  const hash = createHash('sha256')
  const files = [join(root, 'package-lock.json'), ...listFiles(join(root, front))]
  for (const file of files) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function listFiles(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : listFiles(path)
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path]
  })
}

function build(front) {
  console.error(`building the ${front === 'web' ? 'console' : front} (only after a change, some seconds)`)
  const words = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn']
  const child = spawn(process.execPath, [...words, '--config', join(root, front, 'vite.config.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Tests run this too, and React for tests is another React.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  return new Promise((resolve) => {
    const end = (problem) => {
      if (problem) console.error(`the ${front} cannot be built: ${problem}`)
      else packFiles(join(root, 'dist', front))
      resolve(!problem)
    }
    child.on('error', (error) => end(error.message))
    child.on('close', (code) => end(code === 0 ? '' : said || `vite ended with ${code}`))
  })
}

/** Packed once here instead of at every request. */
function packFiles(folder) {
  for (const file of listFiles(folder)) {
    if (WORTH_PACKING.test(file) && statSync(file).size > 1024)
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = (await buildFronts()) ? 0 : 1
