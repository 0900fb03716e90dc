import type { DocumentsView } from '../dialogue/index.ts'
import { type ChunkInUse, isAboutMoney, type Packs, sentencesToQuote } from '../knowledge/index.ts'
import { createPassageIndex, type Termer } from '../language/index.ts'

/** Makes what the robot of a shop may quote ready to be asked. */
export type ReadDocuments = (chunks: readonly ChunkInUse[]) => DocumentsView

const MOST_QUESTIONS = 1500
/** Words that are odd in the trade outdo each other no more: one that fits must not outweigh one that does not. */
const MOST_SAID = 4
const NOTHING: DocumentsView = { near: () => [] }

export function createDocumentsReader(packs: Packs, termer: Termer): ReadDocuments {
  let rarity: ((term: number) => number) | null = null
  return (chunks) => {
    const passages = chunks
      .map((chunk) => ({ chunk, sentences: sentencesToQuote(chunk.text, packs.bannedTerms) }))
      .filter(({ sentences }) => sentences.length > 0)
    if (passages.length === 0) return NOTHING
    rarity ??= rarityAmongQuestions(packs, termer)
    const texts = passages.map(({ chunk, sentences }) => ({ sentences, heading: `${chunk.title} ${chunk.place}` }))
    const index = createPassageIndex(texts, { termer, rarity })
    return {
      near: (question, most) =>
        isAboutMoney(question)
          ? []
          : index.near(question, most).flatMap(({ passage, sentence, score }) => {
              const found = passages[passage]
              const quote = found?.sentences[sentence]
              return found && quote !== undefined ? [{ ...named(found.chunk, found.sentences), quote, score }] : []
            }),
    }
  }
}

const named = ({ documentId, version, chunk, title, place }: ChunkInUse, sentences: readonly string[]) => ({
  id: `${documentId}.${version}.${chunk}`,
  text: sentences.join('\n'),
  source: place === '' || place === title || place.startsWith(`${title} › `) ? place || title : `${title} › ${place}`,
})

/** What many questions of the trade hold ("can I", "how") says little; what hardly one holds says what is asked. */
function rarityAmongQuestions({ list }: Packs, termer: Termer): (term: number) => number {
  const entries = list.flatMap((pack) => pack.entries)
  const chinese = rarityIn(sampleOf(entries.flatMap(({ phrasings }) => phrasings)), termer)
  const english = rarityIn(sampleOf(entries.flatMap((entry) => entry.english)), termer)
  // Each term is weighed in the language that has it.
  return (term) => Math.min(chinese(term), english(term), MOST_SAID)
}

const sampleOf = (texts: readonly string[]): string[] => {
  const step = Math.max(1, Math.ceil(texts.length / MOST_QUESTIONS))
  return texts.filter((_, at) => at % step === 0)
}

function rarityIn(texts: readonly string[], termer: Termer): (term: number) => number {
  const counts = new Map<number, number>()
  for (const text of texts) for (const term of termer(text).keys()) counts.set(term, (counts.get(term) ?? 0) + 1)
  return (term) => {
    const count = counts.get(term) ?? 0
    return Math.log(1 + (texts.length - count + 0.5) / (count + 0.5))
  }
}
