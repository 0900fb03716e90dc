import { get } from './request.ts'

export interface Figures {
  readonly talks: number
  readonly turns: number
  readonly questions: number
  readonly recognised: number
  readonly answered: number
  readonly missed: number
  readonly handedOff: number
  readonly alone: number
  readonly replyMsMedian: number | null
  readonly replyMsP95: number | null
  readonly hours: readonly { readonly at: string; readonly turns: number; readonly handedOff: number }[]
}

export interface Period {
  readonly from: number
  readonly to: number
}

export const readFigures = (shopId: string, { from, to }: Period): Promise<Figures> =>
  get('/figures', { shopId, from: new Date(from).toISOString(), to: new Date(to).toISOString() })
