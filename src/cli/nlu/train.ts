import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { trainTextClassifier, writeModel } from '../../language/index.ts'
import { type CommandContext, requireOption } from '../command.ts'
import { UsageProblem } from '../usage-problem.ts'
import { columnsOf, countOf, readRows } from './rows.ts'
import { tellProgress } from './tell-progress.ts'

export const MODEL_FILE = 'model.xnlu'

/** `nlu train`: a model into a folder. */
export async function train(context: CommandContext): Promise<number> {
  const columns = columnsOf(context)
  const folder = requireOption(context, 'out')
  const rows = readRows(requireOption(context, 'data'), columns)
  const inside = rows.filter(({ label }) => label !== columns.oos)
  if (new Set(inside.map(({ label }) => label)).size < 2) throw new UsageProblem('there are not two labels to learn')
  const outside = rows.filter(({ label }) => label === columns.oos)
  const classifier = trainTextClassifier(inside, {
    outside,
    networks: countOf(context, 'networks'),
    onProgress: tellProgress(context, 'learning'),
  })
  const bytes = writeModel(classifier.parts)
  mkdirSync(folder, { recursive: true })
  // Renamed into place: a model that is being written is never read.
  writeFileSync(join(folder, `${MODEL_FILE}.part`), bytes)
  renameSync(join(folder, `${MODEL_FILE}.part`), join(folder, MODEL_FILE))
  context.print(
    JSON.stringify({
      model: join(folder, MODEL_FILE),
      labels: classifier.labels.length,
      examples: inside.length,
      bytes: bytes.length,
    }),
  )
  return 0
}
