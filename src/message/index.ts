export type { Capabilities } from './capabilities.ts'
export type { Channel, ChannelAccount, InboundRefusal, OutboundEnvelope, RawInbound, SendOutcome } from './channel.ts'
export { type Content, type ContentKind, type ContentOf, content, isLink, type Source } from './content.ts'
export {
  type InboundContent,
  type InboundMessage,
  inboundContent,
  inboundMessage,
  type Reference,
  reference,
} from './inbound.ts'
export type { Loss } from './piece.ts'
export { readMoreToken } from './render-menu.ts'
export { textOnlyProfile, webProfile } from './profiles.ts'
export { type Rendered, render } from './render.ts'
export { type RenderWordLines, type RenderWords, renderWords } from './render-words.ts'
