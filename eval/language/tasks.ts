import { fewShots, inFolds, type Row, readTsv, shuffled, type Trial } from './trial.ts'

export const OUTSIDE = 'oos'

export interface Task {
  readonly name: string
  /** What must be reached (language.md), by the names of the figures. */
  readonly targets: Readonly<Record<string, number>>
  /** Rows of this label count for accuracy, but not for `business`. */
  readonly noBusiness?: string
  trials(sets: string): readonly Trial[]
}

const rowOf = (text = '', label = '', context: readonly string[] = []): Row => ({ text, label, context })

const rowsOf = (sets: string, file: string, label: string): readonly Row[] =>
  readTsv(sets, file).map((cells) => rowOf(cells['text'], cells[label]))

const alone = (rows: readonly Row[]): readonly Trial[] => inFolds(rows, (at) => String(at))

/** Turns of talks, with what was said before; whole talks are measured. */
function talks(sets: string, label: string): readonly Trial[] {
  const known = readTsv(sets, 'jddc_intent/dev.tsv').filter((cells) => cells[label] !== '')
  const rows = known.map((cells) =>
    rowOf(cells['text'], cells[label], [cells['prev_agent'] ?? '', cells['prev_buyer'] ?? '']),
  )
  return inFolds(rows, (at) => known[at]?.['session'] ?? '')
}

export const TASKS: readonly Task[] = [
  {
    name: 'CLINC150',
    targets: { accuracy: 94.5, auroc: 0.97, recallAt5: 85 },
    trials: (sets) => [
      {
        train: shuffled(rowsOf(sets, 'clinc150/train.tsv', 'intent'), 'clinc150'),
        asked: [...rowsOf(sets, 'clinc150/val.tsv', 'intent'), ...rowsOf(sets, 'clinc150/oos_val.tsv', 'intent')],
      },
    ],
  },
  {
    name: 'BANKING77',
    targets: { accuracy: 92.5 },
    trials: (sets) => alone(rowsOf(sets, 'banking77/train.tsv', 'intent')),
  },
  {
    name: 'BANKING77 10-shot',
    targets: { accuracy: 78 },
    trials: (sets) => {
      const rows = rowsOf(sets, 'banking77/train.tsv', 'intent')
      return ['1', '2', '3', '4', '5'].map((seed) => fewShots(rows, 10, seed))
    },
  },
  {
    name: 'JD intents',
    targets: { accuracy: 65, macroF1: 20, business: 45 },
    noBusiness: 'OTHER',
    trials: (sets) => talks(sets, 'intent'),
  },
  { name: 'JD satisfaction', targets: { macroF1: 62 }, trials: (sets) => talks(sets, 'satisfaction') },
  {
    name: 'SMP2020 emotion',
    targets: { macroF1: 60 },
    trials: (sets) => alone(rowsOf(sets, 'zh_sentiment/smp2020_emotion.dev.tsv', 'emotion')),
  },
  {
    name: 'waimai sentiment',
    targets: { accuracy: 90.5 },
    trials: (sets) => alone(rowsOf(sets, 'zh_sentiment/waimai_10k.dev.tsv', 'label')),
  },
  {
    name: 'online shopping sentiment',
    targets: {},
    trials: (sets) => alone(rowsOf(sets, 'zh_sentiment/online_shopping.dev.tsv', 'label')),
  },
  {
    name: 'chit-chat',
    targets: { accuracy: 94 },
    trials: (sets) => alone(rowsOf(sets, 'jddc2020_chitchat/dev.tsv', 'is_chitchat')),
  },
]
