export type { Capabilities } from './capabilities.ts'
export type { Channel, ChannelAccount, InboundRefusal, OutboundEnvelope, RawInbound, SendOutcome } from './channel.ts'
export { type Content, type ContentKind, type ContentOf, content, menuToken, type Source, source } from './content.ts'
export {
  type InboundContent,
  type InboundMessage,
  inboundContent,
  inboundMessage,
  type Reference,
  reference,
} from './inbound.ts'
