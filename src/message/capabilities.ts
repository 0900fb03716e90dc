import type { ContentKind } from './content.ts'

/** What one channel can carry. `render` degrades the rest without losing a fact. */
export interface Capabilities {
  readonly profile: string
  /** Kinds that the channel shows as they are. Text is always among them; a menu is native where `menu` is not null. */
  readonly native: ReadonlySet<ContentKind>
  /** Longest text, in UTF-8 bytes or in code points, as the vendor counts. */
  readonly textLimit: { readonly unit: 'bytes' | 'characters'; readonly max: number }
  /** null: menus are written as numbered text. `maxTextBytes` bounds the words above the items. */
  readonly menu: { readonly maxItems: number; readonly maxLabelBytes: number; readonly maxTextBytes?: number } | null
  /** Bounds of a link card; absent = those of the schema. */
  readonly linkCard?: { readonly maxTitleBytes: number; readonly maxTextBytes: number }
  /** The merchant's mini-program, where cards may open in it: `{id}` in a path stands for the thing's id. */
  readonly miniProgram?: {
    readonly appId: string
    readonly maxTitleBytes: number
    readonly paths: Readonly<Partial<Record<ContentKind, string>>>
  }
  readonly canLink: boolean
  /** Messages that one turn may use where the vendor counts them; null = no such limit. */
  readonly partsPerTurn: number | null
  /** After a buyer's message: how many sends within how long. null = no window. */
  readonly window: { readonly sends: number; readonly withinMs: number } | null
  readonly ratePerSecond: number | null
}
