// nlp.js beside ours, as learners.py; `node nlp-js.mjs FOLDER train.jsonl asked.jsonl answers.jsonl`: node-nlp is installed in FOLDER.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [folder, train, asked, out] = process.argv.slice(2)
const { NlpManager } = createRequire(join(folder, 'package.json'))('node-nlp')
const read = (path) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
const rows = read(train)
const language = rows.some(({ text }) => /[\u3400-\ufaff]/.test(text)) ? 'zh' : 'en'
const manager = new NlpManager({
  languages: [language],
  forceNER: false,
  autoSave: false,
  nlu: { log: false },
  ner: { builtins: [] },
})
for (const { text, label } of rows) manager.addDocument(language, text, label)
await manager.train()
const questions = read(asked)
const before = process.cpuUsage()
const lines = []
for (const { text } of questions) {
  const { intent, score } = await manager.process(language, text)
  lines.push({ given: intent, score: intent === 'None' ? 0 : score })
}
const { user, system } = process.cpuUsage(before)
lines.push({ us: (user + system) / questions.length })
writeFileSync(out, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
