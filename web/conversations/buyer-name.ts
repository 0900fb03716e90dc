import type { Conversation } from '../api/shapes.ts'

/** What a buyer is called here: his name, else the shop's number of him, else the channel's. */
export const buyerName = ({ name, customerId, externalId }: Conversation['buyer']): string =>
  name ?? customerId ?? externalId
