export interface Planted {
  readonly name: string
  readonly path: string
  readonly text: string
  /** What bin/ci must say about `path`: a rule or the words of the tool. */
  readonly says: string
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')

/** Name, path, text, what CI says. */
type Row = readonly [string, string, string, string]

const WALLS: readonly Row[] = [
  [
    'a file that looks upward',
    'src/shop/up.ts',
    "export { handleTurn } from '../turn/index.ts'",
    'staff-floor-looks-down-only',
  ],
  [
    'the ground floor that looks upward',
    'src/kernel/up.ts',
    "export { connect } from '../storage/index.ts'",
    'kernel-floor-looks-down-only',
  ],
  [
    'knowledge that looks up to dialogue',
    'src/knowledge/up.ts',
    "export { shape } from '../dialogue/index.ts'",
    'staff-floor-looks-down-only',
  ],
  [
    'neighbours on a floor',
    'src/egress/side.ts',
    "export { connect } from '../storage/index.ts'",
    'message-floor-are-strangers',
  ],
  [
    'two channels that know each other',
    'src/channel/wecom/side.ts',
    "export { send } from '../http/index.ts'",
    'channels-are-strangers',
  ],
  [
    'two back ends that know each other',
    'src/backend/demo/side.ts',
    "export { read } from '../import/index.ts'",
    'backends-are-strangers',
  ],
  [
    'a folder without a floor',
    'src/misc/stray.ts',
    "export { systemClock } from '../kernel/clock.ts'",
    'every-folder-has-a-floor',
  ],
  [
    'a side door',
    'src/turn/side-door.ts',
    "export { connect } from '../storage/connect.ts'",
    'enter-by-the-front-door',
  ],
  [
    'a file that goes round by its own front door',
    'src/turn/own-door.ts',
    "export { handleTurn } from './index.ts'",
    'no-file-imports-its-own-front-door',
  ],
  [
    'somebody who knows app',
    'src/http/knows-app.ts',
    "export { startApp } from '../app.ts'",
    'only-the-command-line-knows-app',
  ],
  [
    'a circle',
    'src/turn/circle.ts',
    "import { circleBack } from './circle-back.ts'\n\nexport const circle = () => circleBack()",
    'no-circles',
  ],
  ['an orphan', 'src/turn/orphan.ts', 'export const orphan = 1', 'no-orphans'],
  [
    'test code in the product',
    'src/turn/tested.ts',
    "export { fixture } from '../../test/fixture.ts'",
    'no-test-code-in-src',
  ],
  [
    'the demo inside the product',
    'src/turn/demo.ts',
    "export { demo } from '../../demo/demo.ts'",
    'the-product-stands-alone',
  ],
  ['an import of nothing', 'src/turn/missing.ts', "export { nothing } from './nothing.ts'", 'imports-exist'],
]

const SIZES: readonly Row[] = [
  ['a long file', 'src/turn/long-file.ts', lines(301, (index) => `export const line${index} = ${index}`), 'max-lines'],
  [
    'a long function',
    'src/turn/long-function.ts',
    `export function long(list: number[]) {\n${lines(40, (index) => `  list.push(${index})`)}\n}`,
    'max-lines-per-function',
  ],
  [
    'four parameters',
    'src/turn/four.ts',
    'export const sum = (a: number, b: number, c: number, d: number) => a + b + c + d',
    'max-params',
  ],
  [
    'deep nesting',
    'src/turn/deep.ts',
    'export function deep(a: boolean) {\n  if (a) {\n    if (a) {\n      if (a) {\n        if (a) return 1\n      }\n    }\n  }\n  return 0\n}',
    'max-depth',
  ],
  ['a front door with code', 'src/delivery/index.ts', 'export const send = () => 1', 'no-restricted-syntax'],
  [
    'a front door that is a hall',
    'src/model/index.ts',
    lines(31, (index) => `export { systemClock as clock${index} } from '../kernel/clock.ts'`),
    'max-lines',
  ],
]

const BANS: readonly Row[] = [
  ['any', 'src/turn/any.ts', 'export const answer: any = 1', 'no-explicit-any'],
  ['as', 'src/turn/cast.ts', "export const cast = JSON.parse('1') as number", 'consistent-type-assertions'],
  [
    'the exclamation mark',
    'src/turn/sure.ts',
    'export const sure = (list: number[]) => list[0]!',
    'no-non-null-assertion',
  ],
  ['a silenced checker', 'src/turn/silenced.ts', '// @ts-ignore\nexport const silenced = 1', 'ban-ts-comment'],
  ['Chinese in the code', 'src/turn/chinese.ts', "export const hello = '您好'", 'no-restricted-syntax'],
  ['Chinese in a pattern', 'src/turn/pattern.ts', 'export const asks = /包邮吗/', 'no-restricted-syntax'],
  ['a second clock', 'src/turn/second-clock.ts', 'export const at = () => Date.now()', 'no-restricted-syntax'],
  ['a second clock by new', 'src/turn/new-clock.ts', 'export const at = () => new Date()', 'no-restricted-syntax'],
  [
    'the clock of the database',
    'src/shop/sql-clock.store.ts',
    "export const text = 'select now()'",
    'no-restricted-syntax',
  ],
  [
    'the clock of the database in a migration',
    'src/storage/migrations/0002-clock.sql',
    'alter table shop alter made_at set default extract(epoch from now());',
    'now()',
  ],
  [
    'a second reader of the environment',
    'src/turn/environment.ts',
    'export const home = process.env.HOME',
    'no-restricted-syntax',
  ],
  [
    'the database outside the stores',
    'src/turn/database.ts',
    "import pg from 'pg'\n\nexport const client = new pg.Client()",
    'no-restricted-imports',
  ],
  ['Kysely outside the stores', 'src/turn/query.ts', "export { sql } from 'kysely'", 'no-restricted-imports'],
  [
    'a way out beside egress',
    'src/turn/way-out.ts',
    "export const ask = () => fetch('http://x')",
    'no-restricted-globals',
  ],
  ['a socket beside egress', 'src/turn/socket.ts', "export { connect } from 'node:net'", 'no-restricted-imports'],
  ['a word that is no name', 'src/turn/named.ts', 'export const orderManager = 1', 'house/banned-names'],
  ['a file whose name is no name', 'src/turn/turn-helper.ts', 'export const one = 1', 'house/banned-names'],
  [
    'an empty catch',
    'src/turn/empty-catch.ts',
    "export function quiet() {\n  try {\n    JSON.parse('')\n  } catch {\n    // nothing\n  }\n}",
    'no-restricted-syntax',
  ],
  [
    'a promise that nobody waits for',
    'src/turn/floating.ts',
    'const later = async () => 1\nexport function forget() {\n  later()\n}',
    'no-floating-promises',
  ],
  ['a forgotten print', 'src/turn/print.ts', 'export const print = () => console.log(1)', 'no-console'],
  [
    'a rule switched off in place',
    'src/turn/switched-off.ts',
    '/* eslint-disable no-console */\nexport const print = () => console.log(1)',
    'no-console',
  ],
]

const TYPES_FORMAT_DEAD_CODE: readonly Row[] = [
  ['a wrong type', 'src/turn/wrong-type.ts', "export const count: number = 'one'", 'TS2322'],
  ['an unchecked index', 'src/turn/unchecked.ts', 'export const first = (list: number[]): number => list[0]', 'TS2322'],
  ['a wrong format', 'src/turn/format.ts', 'export const  wide = "two";', 'format ━━━'],
  ['a dead file', 'src/turn/dead-file.ts', "export { systemClock } from '../kernel/clock.ts'", 'Unused files'],
  ['a dead export', 'src/turn/half-dead.ts', 'export const alive = 1\nexport const deadExport = 2', 'deadExport'],
]

export const PLANTED: readonly Planted[] = [...WALLS, ...SIZES, ...BANS, ...TYPES_FORMAT_DEAD_CODE].map(
  ([name, path, text, says]) => ({ name, path, text: `${text}\n`, says }),
)

/** What the planted files lean on. */
export const PROPS: Readonly<Record<string, string>> = {
  'src/dialogue/index.ts': "export { shape } from './shape.ts'\n",
  'src/dialogue/shape.ts': 'export const shape = 1\n',
  'src/channel/http/index.ts': "export { send } from './send.ts'\n",
  'src/channel/http/send.ts': 'export const send = 1\n',
  'src/backend/import/index.ts': "export { read } from './read.ts'\n",
  'src/backend/import/read.ts': 'export const read = 1\n',
  'src/turn/circle-back.ts':
    "import { circle } from './circle.ts'\n\nexport const circleBack = (): unknown => circle()\n",
  'src/turn/uses-half-dead.test.ts': "import { alive } from './half-dead.ts'\n\nexport const used = alive\n",
  'test/fixture.ts': 'export const fixture = 1\n',
  'demo/demo.ts': 'export const demo = 1\n',
}
