import tseslint from 'typescript-eslint'
import { bannedNames } from './eslint-rules/banned-names.mjs'

const HAN = '[\\u3400-\\u9fff]'
const SQL_NOW =
  '/\\b(now\\(\\)|current_timestamp|clock_timestamp|statement_timestamp|transaction_timestamp|current_date|localtimestamp)/i'

const ban = (selector, message) => ({ selector, message })

const EVERYWHERE = [
  ban('CatchClause[body.body.length=0]', 'An empty catch hides what failed: mend it, or let it rise.'),
  ban(
    "CallExpression[callee.property.name='catch'] > ArrowFunctionExpression[body.type='BlockStatement'][body.body.length=0]",
    'An empty catch hides what failed.',
  ),
]
const CHINESE = [
  ban(`Literal[raw=/${HAN}/]`, 'What the robot knows and says is data, under packs/ or in the settings of a shop.'),
  ban(
    `TemplateElement[value.raw=/${HAN}/]`,
    'What the robot knows and says is data, under packs/ or in the settings of a shop.',
  ),
]
const CLOCK = [
  ban("MemberExpression[object.name='Date'][property.name='now']", 'Only kernel/clock.ts says now.'),
  ban("NewExpression[callee.name='Date'][arguments.length=0]", 'Only kernel/clock.ts says now.'),
  ban("CallExpression[callee.name='Date']", 'Only kernel/clock.ts says now.'),
]
const SQL_CLOCK = [
  ban(`Literal[value=${SQL_NOW}]`, 'SQL gets the instant as a parameter.'),
  ban(`TemplateElement[value.raw=${SQL_NOW}]`, 'SQL gets the instant as a parameter.'),
]
const ENVIRONMENT = [
  ban("MemberExpression[object.name='process'][property.name='env']", 'Only config.ts reads the environment.'),
]
const REEXPORTS = [
  ban(
    'Program > :not(ExportAllDeclaration):not(ExportNamedDeclaration[source])',
    'index.ts is a front door: re-exports only.',
  ),
]

const syntax = (...lists) => ({ 'no-restricted-syntax': ['error', ...EVERYWHERE, ...lists.flat()] })

const DATABASE_IMPORTS = ['pg', 'kysely'].map((name) => ({
  name,
  message: 'Only storage and *.store.ts touch the database.',
}))
const OUTSIDE_IMPORTS = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'dns/promises']
  .flatMap((name) => [name, `node:${name}`])
  .concat('undici', 'ws')
  .map((name) => ({ name, allowTypeImports: true, message: 'Only egress opens a connection to the outside.' }))
const imports = (...lists) => ({ '@typescript-eslint/no-restricted-imports': ['error', { paths: lists.flat() }] })
const OUTSIDE_GLOBALS = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']
const globals = (names) => ({ 'no-restricted-globals': names.length > 0 ? ['error', ...names] : 'off' })

const sizes = {
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 40 }],
  'max-params': ['error', { max: 3 }],
  'max-depth': ['error', { max: 3 }],
}

export default tseslint.config(
  { ignores: ['node_modules', 'data', '**/*.generated.ts', 'evidence', 'dist'] },
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin, house: { rules: { 'banned-names': bannedNames } } },
    rules: { ...sizes, ...syntax(), 'no-empty': 'error' },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      'house/banned-names': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-ignore': true, 'ts-expect-error': true, 'ts-nocheck': true, 'ts-check': true },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-console': 'error',
      ...syntax(CHINESE, CLOCK, SQL_CLOCK, ENVIRONMENT),
      ...imports(DATABASE_IMPORTS, OUTSIDE_IMPORTS),
      ...globals(OUTSIDE_GLOBALS),
    },
  },
  { files: ['src/storage/**/*.ts', 'src/**/*.store.ts'], rules: imports(OUTSIDE_IMPORTS) },
  { files: ['src/egress/**/*.ts'], rules: { ...imports(DATABASE_IMPORTS), ...globals([]) } },
  // The server side of sockets: they listen, they do not call.
  { files: ['src/http/**/*.ts', 'src/channel/http/**/*.ts'], rules: imports(DATABASE_IMPORTS) },
  { files: ['src/cli/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['src/config.ts'], rules: syntax(CHINESE, CLOCK, SQL_CLOCK) },
  { files: ['src/kernel/clock.ts'], rules: syntax(CHINESE, SQL_CLOCK, ENVIRONMENT) },
  {
    files: ['src/**/index.ts'],
    rules: { 'max-lines': ['error', { max: 30 }], ...syntax(REEXPORTS) },
  },
  // A page is a drawing: markup takes lines.
  { files: ['web/**/*.tsx', 'widget/**/*.tsx'], rules: { 'max-lines-per-function': ['error', { max: 60 }] } },
  // A component is mostly its markup.
  { files: ['**/*.tsx'], rules: { 'max-lines-per-function': ['error', { max: 60 }] } },
  // A describe block is a listing, not a function.
  { files: ['**/*.test.ts'], rules: { 'max-lines-per-function': ['error', { max: 150 }] } },
  {
    files: ['src/**/*.test.ts'],
    rules: { ...syntax(), ...imports(), ...globals([]), 'no-console': 'off' },
  },
)
