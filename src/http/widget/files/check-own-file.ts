import { keepBuyerFile } from '../../../conversation/index.ts'
import { XiaoerError } from '../../../kernel/errors.ts'
import type { InboundMessage } from '../../../message/index.ts'
import type { Database } from '../../../storage/index.ts'
import type { Visiting } from '../shop-window.ts'
import { fileAddress } from './file-address.ts'

interface Sender {
  readonly account: Pick<Visiting['account'], 'orgId' | 'shopId' | 'channelId'>
  readonly session: Visiting['session']
}

/**
 * What a buyer may send from a chat window: words, buttons, and pictures that he gave to us before. A picture of anywhere
 * would tell its owner who of the staff looked at it, and when.
 */
export async function checkOwnFile(
  database: Pick<Database, 'within'>,
  { account, session }: Sender,
  { content, at }: { readonly content: InboundMessage['content']; readonly at: number },
): Promise<void> {
  if (content.kind === 'text' || content.kind === 'choice') return
  const fileId = content.url.split('/').at(-1) ?? ''
  const isOurs = content.url === fileAddress(account.shopId, fileId)
  const key = { orgId: account.orgId, channelId: account.channelId, buyerRef: session.buyerRef }
  const media = isOurs && (await database.within([key.orgId], (tx) => keepBuyerFile(tx, key, { fileId, at })))
  if (!media) throw refused('content.url', 'Give the picture to /api/v1/widget/files first.')
  if (!media.startsWith(content.kind)) throw refused('content.kind', `This is ${media}.`)
}

const refused = (field: string, message: string): XiaoerError =>
  new XiaoerError({ code: 'invalid-field', field, message })
