import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { trainTextClassifier } from '../../src/language/index.ts'
import { OUTSIDE } from './tasks.ts'

// As learners.py: train.jsonl asked.jsonl answers.jsonl. The classifier of `xiaoer nlu` as it comes, what was said before read too.
const row = z.object({ text: z.string(), label: z.string(), context: z.array(z.string()) })
const [train = '', asked = '', out = ''] = process.argv.slice(2)
const read = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => row.parse(JSON.parse(line)))

const taught = read(train)
const classifier = trainTextClassifier(
  taught.filter(({ label }) => label !== OUTSIDE),
  { outside: taught.filter(({ label }) => label === OUTSIDE) },
)
const questions = read(asked)
const before = process.cpuUsage()
const answers = questions.map((question) => classifier.classify(question, 1))
const { user, system } = process.cpuUsage(before)
const lines = answers.map(({ ranked, inScope }) => ({ given: ranked[0]?.label ?? '', score: inScope }))
writeFileSync(
  out,
  [...lines, { us: (user + system) / questions.length }].map((line) => `${JSON.stringify(line)}\n`).join(''),
)
