// Opens the cluster of a folder in a process of its own, says so, and leaves when its input ends: for the cluster tests.
import { openCluster } from '../src/storage/cluster/open-cluster.ts'

const cluster = await openCluster({ dataDir: process.argv[2] ?? '', durable: false, keepsAlive: true })
console.log(JSON.stringify({ created: cluster.created, attached: cluster.attached, url: cluster.urlFor('postgres') }))
process.stdin.on('end', () => void cluster.stop().then(() => process.exit(0)))
process.stdin.resume()
