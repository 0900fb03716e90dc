export { createHttpChannel, type HttpChannelOptions } from './http-channel.ts'
export { readInboundValue } from './read-inbound.ts'
