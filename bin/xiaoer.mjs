#!/usr/bin/env node
import module from 'node:module'
import { register } from 'tsx/esm/api'

// Node 22 and newer keep what they compiled; older ones do without.
module.enableCompileCache?.()
register()
const { main } = await import('../src/cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
