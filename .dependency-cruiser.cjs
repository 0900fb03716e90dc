// The floors of the house, ground first. A file may import its own folder and any lower floor;
// never a higher floor, and never a neighbour on its own floor. No exception goes in here.
const floors = [
  ['kernel'],
  ['message', 'storage', 'language', 'egress'],
  ['staff', 'shop', 'offer', 'customer', 'knowledge', 'conversation', 'conduct', 'promise', 'experiment'],
  // The shapes that the stages hand on: above what they are made of, below whoever hands them on.
  ['dialogue'],
  ['channel', 'backend', 'understanding', 'decision', 'flow', 'selling', 'reply', 'delivery', 'model'],
  ['turn', 'desk', 'marketing', 'livestream', 'insight', 'learning', 'webhooks'],
  ['http', 'cli'],
]
const inFolder = (names) => `^src/(${names.join('|')})/`
const error = (rule) => ({ severity: 'error', ...rule })

const upward = floors.slice(0, -1).map((floor, index) =>
  error({
    name: `${floor[0]}-floor-looks-down-only`,
    from: { path: inFolder(floor) },
    to: { path: inFolder(floors.slice(index + 1).flat()) },
  }),
)
const sideways = floors
  .filter((floor) => floor.length > 1)
  .map((floor) =>
    error({
      name: `${floor[0]}-floor-are-strangers`,
      from: { path: inFolder(floor) },
      to: { path: inFolder(floor), pathNot: '^src/$1/' },
    }),
  )
const strangers = ['channel', 'backend'].map((folder) =>
  error({
    name: `${folder}s-are-strangers`,
    from: { path: `^src/${folder}/([^/]+)/` },
    to: { path: `^src/${folder}/[^/]+/`, pathNot: `^src/${folder}/$1/` },
  }),
)
const FRONT_DOORS = ['^src/[^/]+/index\\.ts$', '^src/(channel|backend)/[^/]+/index\\.ts$']
const houses = floors.flat().join('|')

module.exports = {
  forbidden: [
    ...upward,
    ...sideways,
    ...strangers,
    error({
      name: 'every-folder-has-a-floor',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${houses})/` },
      to: {},
    }),
    error({
      name: 'ground-floor-stands-alone',
      from: { path: '^src/(kernel/|config\\.ts$)' },
      to: { path: '^src/', pathNot: '^src/(kernel/|config\\.ts$)' },
    }),
    error({
      name: 'only-the-command-line-knows-app',
      from: { path: '^src/', pathNot: ['^src/cli/', '\\.test\\.ts$'] },
      to: { path: '^src/app\\.ts$' },
    }),
    error({
      name: 'enter-by-the-front-door',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/(?!kernel/)[^/]+/', pathNot: ['^src/$1/', ...FRONT_DOORS] },
    }),
    error({
      name: 'app-enters-by-the-front-door',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/(?!kernel/)[^/]+/', pathNot: FRONT_DOORS },
    }),
    error({
      name: 'no-file-imports-its-own-front-door',
      from: { path: '^src/([^/]+)/.+', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/$1/index\\.ts$' },
    }),
    error({ name: 'no-circles', from: {}, to: { circular: true } }),
    error({ name: 'no-orphans', from: { orphan: true, path: '^src/', pathNot: '\\.(test|d)\\.ts$' }, to: {} }),
    error({
      name: 'no-test-code-in-src',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '(\\.test\\.ts$|^test/)' },
    }),
    error({
      name: 'the-product-stands-alone',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(demo|bench|eval|simulator|web|widget)/' },
    }),
    error({
      name: 'the-console-takes-only-shapes-of-replies',
      from: { path: '^web/' },
      to: { path: '^(src|demo|test|bench|eval|widget)/', pathNot: '^src/http/(views|routes)/' },
    }),
    error({
      name: 'nothing-of-the-server-reaches-the-browser',
      from: { path: '^web/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    }),
    error({ name: 'the-demo-shop-is-spoken-to-over-http', from: { path: '^demo/' }, to: { path: '^src/(?!kernel/)' } }),
    error({ name: 'imports-exist', from: {}, to: { couldNotResolve: true } }),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules/.cache|data)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
