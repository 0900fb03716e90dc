import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildFronts } from './build-web.mjs'
import { root, setUp } from './set-up.mjs'

await setUp({ development: true })
await buildFronts()
const folder = mkdtempSync(join(tmpdir(), 'xiaoer-count-'))
const file = join(folder, 'count.json')
const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, XIAOER_TEST_COUNT: file },
})
// Ctrl-C reaches vitest by itself; we stay to the end for the last line.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('close', (code) => {
  const count = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 1, skipped: 0 }
  rmSync(folder, { recursive: true, force: true })
  if (!hasBrowser()) console.log('browser journeys skipped: no chromium here')
  console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
  process.exitCode = code ?? 1
})

function hasBrowser() {
  const places = (process.env.PATH ?? '')
    .split(':')
    .flatMap((place) => [join(place, 'chromium'), join(place, 'google-chrome')])
  return places.some((place) => existsSync(place))
}
