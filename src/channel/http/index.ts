export { createHttpChannel, type HttpChannelOptions } from './http-channel.ts'
export { readInbound, readInboundValue } from './read-inbound.ts'
