export { createHttpChannel, type HttpChannelOptions } from './http-channel.ts'
export { readInbound } from './read-inbound.ts'
