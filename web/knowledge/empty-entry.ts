import type { Answer, Entry, EntryBody } from '../api/shapes.ts'
import { newKey } from '../api/request.ts'

export const emptyAnswer = (texts: readonly string[] = ['']): Answer => ({
  id: `a-${newKey().slice(0, 8)}`,
  texts: [...texts],
  textsEn: [],
  cards: [],
  after: 'none',
})

export const emptyEntry = (): EntryBody => ({
  topic: '',
  kind: 'question',
  title: { zh: '' },
  definition: '',
  boundaries: [],
  stages: [],
  needs: 'none',
  match: 'semantic',
  phrasings: [],
  english: [],
  negatives: [],
  answers: [emptyAnswer()],
  handoff: 'never',
})

/** The shop's own words for a scenario of a pack: what the pack says is the beginning. */
export const entryFor = (scenario: Entry): EntryBody => ({
  ...emptyEntry(),
  overrides: scenario.entryId,
  topic: scenario.topic,
  kind: scenario.kind,
  title: scenario.title,
  needs: scenario.needs,
  phrasings: scenario.phrasings.slice(0, 3),
  answers: scenario.answers.length > 0 ? scenario.answers : [emptyAnswer()],
  handoff: scenario.handoff,
})

/** Without blank lines and empty conditions: what the server is sent. */
export function trimmed(entry: EntryBody): EntryBody {
  const lines = (texts: readonly string[]) => texts.map((text) => text.trim()).filter((text) => text !== '')
  return {
    ...entry,
    phrasings: lines(entry.phrasings),
    negatives: lines(entry.negatives),
    english: lines(entry.english),
    answers: entry.answers.map((answer) => {
      const { when, ...rest } = answer
      const kept = when && Object.fromEntries(Object.entries(when).filter(([, value]) => value !== undefined))
      return {
        ...rest,
        texts: lines(answer.texts),
        textsEn: lines(answer.textsEn),
        ...(kept && Object.keys(kept).length > 0 && { when: kept }),
      }
    }),
  }
}
