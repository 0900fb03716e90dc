import { z } from 'zod'
import { type Conversation, readMemory } from '../conversation/index.ts'
import { offerFigures } from '../knowledge/index.ts'
import type { Content } from '../message/index.ts'
import { askAgain, type FigureRecord, toldValue } from '../offer/index.ts'
import { type CheckedFigure, checkFigures } from '../reply/index.ts'
import type { Tx } from '../storage/index.ts'
import type { ShopModel } from '../turn/index.ts'
import { type FigureTools, forceIn, modelOf } from './knowledge-figures.ts'

interface Written {
  readonly orgId: string
  readonly conversation: Pick<Conversation, 'shopId' | 'buyer'>
  readonly text: string
  readonly at: number
}

const focus = z.object({ id: z.string() })

/** Figures of prices and offers in the words of a person, against what the ledger says of the thing that the talk is about. */
export async function messageFigures(written: Written, tools: FigureTools): Promise<readonly CheckedFigure[]> {
  const { orgId, conversation, text, at } = written
  if (offerFigures(text).length === 0) return []
  const { shopId, buyer } = conversation
  const model = await modelOf({ orgId, scope: 'shop', scopeId: shopId }, tools)
  if (!model) return []
  const memory = await tools.read((tx: Tx) => readMemory(tx, { orgId, shopId, buyerId: buyer.buyerId }, at))
  const about = memory.find(({ kind }) => kind === 'focus-product')
  const id = focus.safeParse(about?.value).data?.id
  const force = forceIn(model, id === undefined ? null : [id], at)
  const told = memory.flatMap((fact) => toldRecord(fact.value, { model, at, until: fact.expiresAt }))
  return checkFigures(text, {
    knows: force.knows,
    find: (says, value) => force.find(says, value) ?? told.find(({ fen }) => fen === value)?.record,
  })
}

interface Recalling {
  readonly model: ShopModel
  readonly at: number
  readonly until: number | null
}

/** A sum that this buyer was told, as far as it still holds. */
function toldRecord(value: unknown, { model, at, until }: Recalling): { fen: number; record: FigureRecord }[] {
  const told = toldValue.safeParse(value).data
  if (!told || told.kind === 'offer' || !askAgain(told, model.offers.ledger, at).isTrue) return []
  const sourceId = told.rows[0]?.offerId ?? ''
  return [{ fen: told.fen, record: { sourceId, version: String(told.version), validTo: until } }]
}

/** What a person says, with the records that its figures stand in. */
export function withSources(content: Content, figures: readonly CheckedFigure[]): Content {
  const sources = figures.flatMap((one) => (one.outcome === 'agrees' ? [one.record] : []))
  return content.kind === 'text' && sources.length > 0 ? { ...content, sources } : content
}

/** Figures that the ledger says otherwise, as they are written. */
export const unproven = (figures: readonly CheckedFigure[]): string[] =>
  figures.flatMap(({ outcome, text }) => (outcome === 'differs' ? [text] : []))
