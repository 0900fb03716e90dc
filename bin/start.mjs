import { join, resolve } from 'node:path'
import { buildFronts } from './build-web.mjs'
import { checkWritable, root, setUp } from './set-up.mjs'

await setUp({ development: false })
await buildFronts()
if (!process.env.DATABASE_URL) checkWritable(resolve(root, process.env.DATA_DIR ?? 'data'))
process.argv.splice(2, process.argv.length, 'start', ...process.argv.slice(2))
await import(join(root, 'bin', 'xiaoer.mjs'))
