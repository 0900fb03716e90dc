// The demo shop's own process, started by src/cli/demo-child.ts.
import { loadEntry } from './build-server.mjs'

await loadEntry('demo')
