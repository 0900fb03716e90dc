import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type ClassifierText, readModel, type TextClassifier } from '../../language/index.ts'
import { type CommandContext, requireOption } from '../command.ts'
import { readLines } from '../lines/read-lines.ts'
import { UsageProblem } from '../usage-problem.ts'
import { type Columns, columnsOf, countOf, textOf } from './rows.ts'
import { MODEL_FILE } from './train.ts'

const DIGITS = 1e4

/** `nlu predict`: a line in, a line out: `{text, intent, score, inScope, ranked}`. */
export async function predict(context: CommandContext): Promise<number> {
  const classifier = openModel(requireOption(context, 'model'))
  const columns = { ...columnsOf(context), hasContext: classifier.parts.space.table.fieldWeights.length > 1 }
  const most = countOf(context, 'top')
  let failed = 0
  for await (const { number, text } of readLines(context)) {
    const asked = readAsked(text, columns)
    if (!asked) failed += 1
    context.print(JSON.stringify(asked ? answerOf(classifier, asked, most) : { line: number, error: 'no text' }))
  }
  return failed > 0 ? 1 : 0
}

function openModel(folder: string): TextClassifier {
  try {
    return readModel(readFileSync(join(folder, MODEL_FILE)))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageProblem(`${join(folder, MODEL_FILE)} cannot be used: ${why}`, { cause: error })
  }
}

const object = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

function readAsked(line: string, columns: Columns): ClassifierText | null {
  if (!line.startsWith('{')) return { text: line }
  try {
    const row = Object.entries(object.parse(JSON.parse(line))).map(([key, cell]) => [key, String(cell ?? '')])
    const asked = textOf(Object.fromEntries(row), columns)
    return asked.text === '' ? null : asked
  } catch {
    return null
  }
}

function answerOf(classifier: TextClassifier, asked: ClassifierText, most: number) {
  const { ranked, inScope } = classifier.classify(asked, most)
  const rounded = ranked.map(({ label, score }) => ({ intent: label, score: Math.round(score * DIGITS) / DIGITS }))
  return { text: asked.text, ...rounded[0], inScope: Math.round(inScope * DIGITS) / DIGITS, ranked: rounded }
}
