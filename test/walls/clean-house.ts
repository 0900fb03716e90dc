/** A small house without a fault: what CI must say yes to. Path → text. */
export const CLEAN_HOUSE: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ type: 'module', dependencies: { pg: '8' }, devDependencies: { eslint: '10', 'typescript-eslint': '8' } }, null, 2)}
`,
  'src/kernel/clock.ts': 'export const systemClock = { now: () => Date.now() }\n',
  'src/config.ts': 'export const readPort = () => Number(process.env.PORT)\n',
  'src/storage/migrations/0001-house.sql': 'create table shop (shop_id uuid primary key, made_at bigint not null);\n',
  'src/storage/index.ts': "export { connect } from './connect.ts'\n",
  'src/storage/connect.ts':
    "import pg from 'pg'\n\nexport const connect = (url: string) => new pg.Client({ connectionString: url })\n",
  'src/egress/index.ts': "export { call } from './call.ts'\n",
  'src/egress/call.ts': 'export const call = (url: string) => fetch(url)\n',
  'src/shop/index.ts': "export { readShops } from './read-shops.store.ts'\n",
  'src/shop/read-shops.store.ts':
    "import { connect } from '../storage/index.ts'\n\nexport const readShops = (url: string) => connect(url).query('select shop_id from shop')\n",
  'src/turn/index.ts': "export { handleTurn } from './handle-turn.ts'\n",
  'src/turn/handle-turn.ts':
    "import { systemClock } from '../kernel/clock.ts'\nimport { readShops } from '../shop/index.ts'\n\nexport async function handleTurn(url: string) {\n  return { at: systemClock.now(), shops: await readShops(url) }\n}\n",
  'src/app.ts':
    "import { readPort } from './config.ts'\nimport { call } from './egress/index.ts'\nimport { handleTurn } from './turn/index.ts'\n\nexport async function startApp() {\n  await handleTurn('postgresql://here')\n  await call(`http://127.0.0.1:${readPort()}`)\n}\n",
  'src/cli/main.ts': "import { startApp } from '../app.ts'\n\nawait startApp()\n",
  'bin/xiaoer.mjs': "await import('../src/cli/main.ts')\n",
}
