export type { AnswerFacts } from './answer-conditions.ts'
export { chooseVariant, hashText, type Rotation } from './choose-variant.ts'
export { diffPack, type PackDiff } from './diff-pack.ts'
export { type Answer, type AnswerWhen, answer, answerWhen, type Entry, type EntryOrigin, entry } from './entry.ts'
export { loadPacks } from './load-packs.ts'
export type { Attribute, Lexicon, Pack, PackManifest, Speech } from './pack.ts'
export {
  diffSubscription,
  listSubscriptions,
  type PackSubscription,
  packsForIndustry,
  subscribePack,
  switchPack,
  switchScenario,
} from './pack-subscription.store.ts'
export { createPacks, type Packs } from './packs.ts'
export { type ConsideredAnswer, type SelectedAnswer, selectAnswer, variablesIn } from './select-answer.ts'
export { type OwnEntry, override, type ResolvedEntry, resolveEntries, type ShopKnowledge } from './shop-knowledge.ts'
export { readShopKnowledge } from './shop-knowledge.store.ts'
