import { z } from 'zod'

/** What a column of an owner's own table may be; a column that is none of these is left out. */
export const OWN_FIELDS = ['question', 'answer', 'phrasings', 'topic', 'stages'] as const
export type OwnField = (typeof OWN_FIELDS)[number]

const names = z.array(z.string())
/** How owners call columns and stages, and how they mark questions in running text (packs/general/import-columns.json). */
export const ownWords = z.object({
  fields: z.record(z.enum(OWN_FIELDS), names),
  stages: z.record(z.string(), names),
  separators: z.string(),
  listMarks: z.string(),
  questionEnds: z.string(),
  questionMarks: names,
  answerMarks: names,
})
export type OwnWords = z.infer<typeof ownWords>

/** One field a column, null = left out: by the names of the header, of several answers or questions the first. */
export function proposeColumns(header: readonly string[], words: OwnWords): (OwnField | null)[] {
  const fields = header.map((cell) => fieldNamed(cell, words))
  return fields.map((field, at) => (field === 'phrasings' || fields.indexOf(field) === at ? field : null))
}

function fieldNamed(cell: string, words: OwnWords): OwnField | null {
  // "相似问2" and "Answer (required)" are called by what stands before the number or bracket.
  const wanted = cell
    .normalize('NFKC')
    .replace(/[\s\d*]+$|\(.*\)|\[.*\]/g, '')
    .trim()
    .toLowerCase()
  return OWN_FIELDS.find((field) => words.fields[field].includes(wanted)) ?? null
}

/** The key of a stage by any of its names; a name nobody knows stays as it is and is refused by the entry's schema. */
export function stageNamed(name: string, words: OwnWords): string {
  const wanted = name.trim().toLowerCase()
  return Object.entries(words.stages).find(([key, called]) => key === wanted || called.includes(wanted))?.[0] ?? wanted
}
