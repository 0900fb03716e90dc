import { BlockList, isIP } from 'node:net'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

const FORBIDDEN = new BlockList()
// IANA special-purpose registries: this network, private, carrier NAT (100.100.100.200 is a metadata address), loopback,
// link-local (169.254.169.254 likewise), protocol assignments, documentation, benchmarks, multicast, reserved.
const V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
// Unspecified and IPv4-compatible, NAT64, discard, Teredo and other protocol uses, documentation, 6to4, unique local,
// link-local, site-local, multicast. NAT64, Teredo and 6to4 carry an IPv4 address inside.
const V6: readonly (readonly [string, number])[] = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]
for (const [net, bits] of V4) FORBIDDEN.addSubnet(net, bits)
for (const [net, bits] of V6) FORBIDDEN.addSubnet(net, bits, 'ipv6')

/** May a connection go to this address and port? Loopback only on the ports that were named for development. */
export function mayConnect(address: string, port: number, loopbackPorts: ReadonlySet<number>): boolean {
  const version = isIP(address)
  if (version === 0) return false
  const family = version === 6 ? 'ipv6' : 'ipv4'
  if (LOOPBACK.check(address, family)) return loopbackPorts.has(port)
  return !FORBIDDEN.check(address, family)
}
