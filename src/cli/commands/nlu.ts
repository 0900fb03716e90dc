import type { Command } from '../command.ts'
import { evaluate } from '../nlu/evaluate.ts'
import { predict } from '../nlu/predict.ts'
import { train } from '../nlu/train.ts'
import { UsageProblem } from '../usage-problem.ts'

const WORDS = { train, predict, eval: evaluate } as const

export const command: Command = {
  name: 'nlu',
  summary: 'a text classifier of your own: learned from a table, asked line by line, measured',
  positionals: 'train | predict | eval',
  options: {
    data: { type: 'string', text: 'train: table to learn from, TSV with column names or JSON Lines (several: a,b)' },
    out: { type: 'string', text: 'train: folder for the model' },
    model: { type: 'string', text: 'predict: folder of the model' },
    file: {
      type: 'string',
      text: 'predict: read these lines instead of stdin (plain text, or JSON with the text column)',
    },
    top: { type: 'string', text: 'predict: labels a line, best first', default: '3' },
    train: { type: 'string', text: 'eval: table to learn from' },
    valid: { type: 'string', text: 'eval: table that is measured beside the test' },
    test: { type: 'string', text: 'eval: table to measure on' },
    folds: { type: 'string', text: 'eval: without --test, so many parts of --train, each measured by the others' },
    group: { type: 'string', text: 'eval: rows with the same value here stay in one fold' },
    context: { type: 'boolean', text: 'columns that begin with prev_ are read too' },
    text: { type: 'string', text: 'column of the text', default: 'text' },
    label: { type: 'string', text: 'column of the label', default: 'intent' },
    oos: { type: 'string', text: 'label of texts that belong to none', default: 'oos' },
    networks: {
      type: 'string',
      text: 'train, eval: networks whose scores are averaged: more are surer, and take so much longer',
      default: '1',
    },
    json: { type: 'boolean', text: 'eval: the figures as one line of JSON at the end' },
  },
  async run(context) {
    const [word = '', ...more] = context.positionals
    if (!Object.hasOwn(WORDS, word) || more.length > 0) throw new UsageProblem('say nlu train, nlu predict or nlu eval')
    return WORDS[word === 'train' || word === 'predict' ? word : 'eval'](context)
  },
}
