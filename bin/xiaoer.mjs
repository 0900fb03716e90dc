#!/usr/bin/env -S node --max-semi-space-size=64
import module from 'node:module'
import { loadEntry } from './build-server.mjs'

// Node 22 and newer keep what they compiled; older ones do without.
module.enableCompileCache?.()
const { main } = await loadEntry('main')
process.exitCode = await main(process.argv.slice(2))
