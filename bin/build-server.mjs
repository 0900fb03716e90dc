// Plain JavaScript of Node: src/ and demo/ as a few bundled files under dist/server, made anew only when a source changed.
// Bundled code starts in a third of the time, and spares the wrappers that a loader puts around every function.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './set-up.mjs'

const ENTRIES = { main: 'src/cli/main.ts', demo: 'demo/main.ts', learn: 'src/learn-thread.ts' }
const SOURCES = ['src', 'demo', 'package-lock.json', 'tsconfig.json', 'bin/build-server.mjs']
/** Older ones may still be run by somebody who starts one of its commands later. */
const KEPT_BUILDS = 3

/**
 * The path of a bundled entry (`main`, `demo`), built when these sources were not built yet. Null where it cannot be
 * built or its folder cannot be written: whoever asks then loads the sources themselves.
 */
export async function builtEntry(name, place = { root, folder: join(root, 'dist', 'server') }) {
  const folder = join(place.folder, digestOf(place.root))
  const entry = join(folder, `${name}.js`)
  if (existsSync(entry)) return entry
  try {
    mkdirSync(place.folder, { recursive: true })
    await build(place, folder)
    dropOld(place.folder, folder)
    return existsSync(entry) ? entry : null
  } catch {
    // Sources that do not parse, or a folder of somebody else: the loader says what is wrong, or simply works.
    return null
  }
}

/** Runs an entry, bundled or else by tsx, and gives its exports. */
export async function loadEntry(name) {
  const entry = await builtEntry(name)
  if (!entry) {
    const { register } = await import('tsx/esm/api')
    register()
    return import(join(root, ENTRIES[name]))
  }
  // Stacks name the lines of src/.
  process.setSourceMapsEnabled(true)
  return import(pathToFileURL(entry).href)
}

/** Of names and contents, and of where they lie: paths of migrations and data are written into the bundle. */
function digestOf(base) {
  const hash = createHash('sha256').update(base)
  for (const source of SOURCES) {
    for (const file of listFiles(join(base, source)))
      hash.update(relative(base, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

function listFiles(path) {
  if (!statSync(path).isDirectory()) return [path]
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const inside = join(path, entry.name)
    if (entry.isDirectory()) return listFiles(inside)
    const isBundled = /\.(ts|json)$/.test(entry.name) && !entry.name.endsWith('.test.ts')
    return isBundled ? [inside] : []
  })
}

async function build(place, folder) {
  const { build: bundle } = await import('esbuild')
  // Several may build at once: each its own, the rename decides.
  const own = `${folder}.${process.pid}`
  rmSync(own, { recursive: true, force: true })
  await bundle({
    absWorkingDir: place.root,
    entryPoints: ENTRIES,
    outdir: own,
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20' },
    ...{ packages: 'external', sourcemap: true, sourcesContent: false, logLevel: 'silent' },
    plugins: [placeOfFile],
  })
  try {
    renameSync(own, folder)
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}

/** A bundle lies elsewhere than its sources: what stands beside them (migrations, schemas, data) is found by its full path. */
const placeOfFile = {
  name: 'place-of-file',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      if (!text.includes('import.meta.dirname')) return null
      return { loader: 'ts', contents: text.replaceAll('import.meta.dirname', JSON.stringify(dirname(path))) }
    })
  },
}

function dropOld(folder, current) {
  const now = new Date()
  utimesSync(current, now, now)
  const builds = readdirSync(folder)
    .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at)
  for (const { path } of builds.slice(KEPT_BUILDS)) rmSync(path, { recursive: true, force: true })
}
